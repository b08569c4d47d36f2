import { safeReturnPath } from '@entente/domain/return-path'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import type { CurrentSession } from './locals.ts'
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
  redirect(303, `/sign-in?return=${encodeURIComponent(safeReturnPath(event.url.pathname + query, '/'))}`)
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
