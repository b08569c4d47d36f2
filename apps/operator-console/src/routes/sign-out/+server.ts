import { endSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  await endSession(event)
  redirect(303, '/sign-in?notice=signed_out')
}
