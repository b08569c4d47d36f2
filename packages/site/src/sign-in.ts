import { signIn as signInInput } from '@entente/domain/identity/account'
import { safeReturnPath } from '@entente/domain/identity/return-path'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { formAction } from './form-action.ts'
import type { CurrentSession } from './locals.ts'
import { continueSignIn } from './session.ts'

const notices = ['confirmed', 'password_changed', 'joined', 'signed_out'] as const

export type SignInData = {
  /** What has just happened. */
  notice: (typeof notices)[number] | undefined
  /** Whether signing in leads to a page that needs a session. */
  leadsOn: boolean
}

/** The data of /sign-in. Redirects a signed-in person to the path in `return`, otherwise to `startOf(session)`. */
export function signInData(
  { locals: { session }, url }: Pick<RequestEvent, 'locals' | 'url'>,
  startOf: (session: CurrentSession) => string,
): SignInData {
  if (session) redirect(303, safeReturnPath(url.searchParams.get('return'), startOf(session)))
  const notice = notices.find((known) => known === url.searchParams.get('notice'))
  return { notice, leadsOn: url.searchParams.has('return') }
}

/**
 * The action of /sign-in: opens a session, then redirects to the next step of the sign-in if
 * there is one, otherwise to the path in `return` or to `/`.
 */
export function signIn(event: RequestEvent) {
  const { api } = event.locals
  return formAction(event, {
    isOpen: true,
    schema: signInInput,
    send: ({ email, password }) => api.session.signIn.mutate({ email, password }),
    next: (started) =>
      continueSignIn(event, started, safeReturnPath(event.url.searchParams.get('return'), '/')),
  })
}
