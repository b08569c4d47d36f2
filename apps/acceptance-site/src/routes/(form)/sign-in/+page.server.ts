import { safeReturnPath } from '@entente/domain/identity/return-path'
import { signIn, signInData } from '@entente/site/sign-in'
import { invitationOf, signUpPath } from '#lib/core/paths.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  const returnTo = safeReturnPath(event.url.searchParams.get('return'), '/')
  return {
    ...signInData(event, () => '/'),
    leadsOn: returnTo !== '/',
    signUp: signUpPath(invitationOf(returnTo)),
  }
}

export const actions: Actions = {
  default: signIn,
}
