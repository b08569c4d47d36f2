import { safeReturnPath } from '@entente/domain/return-path'
import { signIn } from '@entente/site/sign-in'
import { redirect } from '@sveltejs/kit'
import { start } from '#lib/start.ts'
import type { Actions, PageServerLoad } from './$types'

const notices = ['signed_out', 'password_changed'] as const

export const load: PageServerLoad = ({ locals: { session }, url }) => {
  if (session) redirect(303, safeReturnPath(url.searchParams.get('return'), start))
  const notice = notices.find((known) => known === url.searchParams.get('notice'))
  return { notice, leadsOn: url.searchParams.has('return') }
}

export const actions: Actions = {
  default: signIn,
}
