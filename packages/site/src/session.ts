import { safeReturnPath } from '@entente/domain/identity/return-path'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import type { CurrentSession, Waiting } from './locals.ts'
import { dropSessionToken, writeSessionToken } from './session-cookie.ts'

const placeOf = ({ locals, url }: RequestEvent) => ({
  cloud: locals.cloud.id,
  audience: locals.audience,
  isSecure: url.protocol === 'https:',
})

/** The signed-in person, or a redirect to /sign-in that comes back to this page. */
export function requireSession(event: RequestEvent): CurrentSession {
  if (event.locals.session) return event.locals.session
  // A post cannot be repeated after signing in, so it comes back to the page of its form, which has the same path.
  const query = event.request.method === 'GET' ? event.url.search : ''
  const back = safeReturnPath(event.url.pathname + query, '/')
  const { waiting } = event.locals
  redirect(303, waiting ? waitingPath(waiting, back) : `/sign-in?return=${encodeURIComponent(back)}`)
}

/** The page where a sign-in goes on that still needs something; it leads to a path of this site after it. */
export const waitingPath = ({ awaits }: Waiting, back: string): string =>
  `/sign-in/${waitingPages[awaits]}?return=${encodeURIComponent(back)}`

const waitingPages = {
  second_factor: 'second-factor',
  password_change: 'change-password',
  second_factor_set_up: 'set-up-second-factor',
} as const satisfies Record<Waiting['awaits'], string>

// What may be done meanwhile: to read the page in another language or colour, and to leave it.
const besideChange = ['/language', '/theme', '/sign-out']

/** Until a temporary password is changed, every other page leads to the one that changes it. */
export function requireOwnPassword({ locals: { waiting }, url }: RequestEvent): void {
  if (waiting?.awaits !== 'password_change') return
  if (url.pathname.startsWith('/sign-in/change-password') || besideChange.includes(url.pathname)) return
  redirect(303, waitingPath(waiting, '/'))
}

/** Goes on with a sign-in: to what it still needs, else to a path of this site. */
export function goOn(
  event: RequestEvent,
  started: { token: string; expiresAt: Date | string; awaits: Waiting['awaits'] | null },
  back: string,
): never {
  startSession(event, started)
  const { awaits } = started
  redirect(303, awaits ? waitingPath({ awaits }, back) : back)
}

/** Keeps the session that `session.signIn` opened. */
export function startSession(
  event: RequestEvent,
  session: { token: string; expiresAt: Date | string },
): void {
  writeSessionToken(event.cookies, placeOf(event), session)
}

/** POST /sign-out, which says on the sign-in page that it is done. */
export async function signOut(event: RequestEvent): Promise<never> {
  await endSession(event)
  redirect(303, '/sign-in?notice=signed_out')
}

/** Ends the session at the API and forgets its cookie, also when the API has ended it already. */
export async function endSession(event: RequestEvent): Promise<void> {
  if (event.locals.session)
    await event.locals.api.session.signOut.mutate({ idempotencyKey: crypto.randomUUID() })
  dropSessionToken(event.cookies, placeOf(event))
}
