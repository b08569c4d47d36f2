import { safeReturnPath } from '@entente/domain/identity/return-path'
import { formValues } from '@entente/site/form'
import { endSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const values = await formValues(event.request)
  await endSession(event)
  redirect(303, safeReturnPath(values.return, '/sign-in?notice=signed_out'))
}
