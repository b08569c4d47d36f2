import { safeReturnPath } from '@entente/domain/identity/return-path'
import type { RequestEvent } from '@sveltejs/kit'

// Ten minutes, as long as the API keeps the attempt.
const maxAgeSeconds = 10 * 60

const nameOf = ({ url }: RequestEvent): string =>
  url.protocol === 'https:' ? '__Host-entente-directory' : 'entente-directory'

const attributes = ({ url }: RequestEvent) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const

/**
 * The link to a company's directory. The state stays in a cookie of this browser, so that anybody else who opens the
 * callback URL gets nothing; with it the path that the person goes on to. The page shows a link instead of redirecting,
 * because the content security policy lets forms lead only to our own pages.
 */
export function leaveForDirectory(
  event: RequestEvent,
  { url, state }: { url: string; state: string },
  back = '/',
) {
  event.cookies.set(nameOf(event), `${state} ${back}`, { ...attributes(event), maxAge: maxAgeSeconds })
  return { leave: { url, host: new URL(url).host } }
}

/** Reads the state that this browser left with and where it goes on to, and deletes both. */
export function returnFromDirectory(event: RequestEvent): { state: string; back: string } {
  const [state = '', back = ''] = (event.cookies.get(nameOf(event)) ?? '').split(' ')
  event.cookies.delete(nameOf(event), attributes(event))
  return { state, back: safeReturnPath(back, '/') }
}
