import { safeReturnPath } from '@entente/domain/identity/return-path'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import type { CurrentSession, Waiting } from './locals.ts'
import { dropSessionToken, writeDeviceToken, writeSessionToken } from './session-cookie.ts'

/** Whose cookies a request carries. */
export const placeOf = ({ locals, url }: RequestEvent) => ({
  cloud: locals.cloud.id,
  audience: locals.audience,
  isSecure: url.protocol === 'https:',
})

/** The session of the signed-in person; without one, redirects to /sign-in, which returns to this page. */
export function requireSession(event: RequestEvent): CurrentSession {
  if (event.locals.session) return event.locals.session
  // A post cannot be repeated after signing in, so return to the page of its form, which has the same path.
  const query = event.request.method === 'GET' ? event.url.search : ''
  const back = safeReturnPath(event.url.pathname + query, '/')
  const { waiting } = event.locals
  redirect(303, waiting ? waitingPath(waiting, back) : `/sign-in?return=${encodeURIComponent(back)}`)
}

/** The page of the next step of a sign-in in progress; it then leads to `back`, a path of this site. */
export const waitingPath = ({ awaits }: Waiting, back: string): string =>
  `/sign-in/${waitingPages[awaits]}?return=${encodeURIComponent(back)}`

const waitingPages = {
  second_factor: 'second-factor',
  password_change: 'change-password',
  second_factor_set_up: 'set-up-second-factor',
} as const satisfies Record<Waiting['awaits'], string>

/** Until a temporary password is changed, every other page leads to the one that changes it. */
export function requireOwnPassword({ locals: { waiting }, url }: RequestEvent): void {
  if (waiting?.awaits !== 'password_change') return
  if (url.pathname.startsWith('/sign-in/change-password') || url.pathname === '/sign-out') return
  redirect(303, waitingPath(waiting, '/'))
}

/** Continues a sign-in: redirects to its next step or, if none is left, to `back`, a path of this site. */
export function continueSignIn(
  event: RequestEvent,
  started: StartedSession & { awaits: Waiting['awaits'] | null },
  back: string,
): never {
  startSession(event, started)
  const { awaits } = started
  redirect(303, awaits ? waitingPath({ awaits }, back) : back)
}

type Kept = { token: string; expiresAt: Date | string }
type StartedSession = Kept & { device?: Kept | null }

/**
 * Hands the browser the token of a session that was opened or renewed. The token that it had until then ends. After a whole
 * sign-in the browser is known from now on.
 */
export function startSession(event: RequestEvent, session: StartedSession): void {
  writeSessionToken(event.cookies, placeOf(event), session)
  if (session.device) writeDeviceToken(event.cookies, placeOf(event), session.device)
}

/** POST /sign-out. The sign-in page then confirms it. */
export async function signOut(event: RequestEvent): Promise<never> {
  await endSession(event)
  redirect(303, '/sign-in?notice=signed_out')
}

/** Ends the session or the sign-in in progress at the API and deletes its cookie, also if it has already ended. */
export async function endSession(event: RequestEvent): Promise<void> {
  const { api, session, waiting } = event.locals
  if (session || waiting) await api.session.signOut.mutate()
  dropSessionToken(event.cookies, placeOf(event))
}
