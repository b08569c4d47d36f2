import type { Audience } from '@entente/domain/core/audience'
import type { CloudId } from '@entente/domain/core/cloud'
import type { Cookies } from '@sveltejs/kit'

type Place = { cloud: CloudId; audience: Audience; isSecure: boolean }

/** The cookie's name contains cloud and audience, so that sites on one host never mix up their sessions. */
export function sessionCookieName({ cloud, audience, isSecure }: Place): string {
  // With the prefix, browsers refuse a cookie of this name that a neighbouring subdomain tries to plant.
  return `${isSecure ? '__Host-' : ''}entente-${cloud}-${audience}`
}

const attributes = ({ isSecure }: Place) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure }) as const

/** The session's token, or undefined for a visitor without one. */
export function readSessionToken(cookies: Cookies, place: Place): string | undefined {
  return cookies.get(sessionCookieName(place)) || undefined
}

/** Keeps the token until the session's absolute end; `expiresAt` may be an ISO string, as it arrives over HTTP. */
export function writeSessionToken(
  cookies: Cookies,
  place: Place,
  session: { token: string; expiresAt: Date | string },
): void {
  const expires = new Date(session.expiresAt)
  cookies.set(sessionCookieName(place), session.token, { ...attributes(place), expires })
}

export function dropSessionToken(cookies: Cookies, place: Place): void {
  cookies.delete(sessionCookieName(place), attributes(place))
}

const deviceCookieName = (place: Place): string => `${sessionCookieName(place)}-device`

/** The token that makes this browser known to the account that it was signed in to; it stays after signing out. */
export const readDeviceToken = (cookies: Cookies, place: Place): string | undefined =>
  cookies.get(deviceCookieName(place)) || undefined

export function writeDeviceToken(
  cookies: Cookies,
  place: Place,
  device: { token: string; expiresAt: Date | string },
): void {
  const expires = new Date(device.expiresAt)
  cookies.set(deviceCookieName(place), device.token, { ...attributes(place), expires })
}
