import type { RequestEvent } from '@sveltejs/kit'

// Ten minutes, as long as the API knows the attempt.
const seconds = 10 * 60

const nameOf = ({ url }: RequestEvent): string =>
  url.protocol === 'https:' ? '__Host-entente-directory' : 'entente-directory'

const attributes = ({ url }: RequestEvent) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const

/**
 * Where the person goes on. The state stays in this browser: whoever else opens the address of the way back gets
 * nothing. The page shows a link instead of a redirect, since the policy lets forms lead to our own pages alone.
 */
export function leaveFor(event: RequestEvent, { url, state }: { url: string; state: string }) {
  event.cookies.set(nameOf(event), state, { ...attributes(event), maxAge: seconds })
  return { leave: { url, host: new URL(url).host } }
}

/** The state that this browser left with, which it forgets. */
export function comeBack(event: RequestEvent): string {
  const state = event.cookies.get(nameOf(event)) ?? ''
  event.cookies.delete(nameOf(event), attributes(event))
  return state
}
