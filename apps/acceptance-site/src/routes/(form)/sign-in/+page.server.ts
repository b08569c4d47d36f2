import { safeReturnPath } from '@entente/domain/return-path'
import { signIn } from '@entente/site/sign-in'
import { redirect } from '@sveltejs/kit'
import { invitationOf, signUpPath } from '#lib/paths.ts'
import type { Actions, PageServerLoad } from './$types'

const notices = ['confirmed', 'password_changed', 'signed_out'] as const

export const load: PageServerLoad = ({ locals, url }) => {
  const returnTo = safeReturnPath(url.searchParams.get('return'), '/')
  if (locals.session) redirect(303, returnTo)
  return {
    notice: notices.find((known) => known === url.searchParams.get('notice')),
    leadsOn: returnTo !== '/',
    signUp: signUpPath(invitationOf(returnTo)),
  }
}

export const actions: Actions = {
  default: signIn,
}
