import { safeReturnPath } from '@entente/domain/return-path'
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
export const waitingPath = ({ awaits }: Waiting, back: string): string => {
  const page = awaits === 'second_factor' ? 'second-factor' : 'set-up-second-factor'
  return `/sign-in/${page}?return=${encodeURIComponent(back)}`
}

/** Keeps the session that `session.signIn` opened. */
export function startSession(
  event: RequestEvent,
  session: { token: string; expiresAt: Date | string },
): void {
  writeSessionToken(event.cookies, placeOf(event), session)
}

/** Ends the session at the API and forgets its cookie, also when the API has ended it already. */
export async function endSession(event: RequestEvent): Promise<void> {
  if (event.locals.session)
    await event.locals.api.session.signOut.mutate({ idempotencyKey: crypto.randomUUID() })
  dropSessionToken(event.cookies, placeOf(event))
}
