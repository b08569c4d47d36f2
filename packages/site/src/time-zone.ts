import type { Cloud } from '@entente/domain/core/cloud'
import { zoneNamed } from '@entente/domain/core/time-zone'
import type { Cookies } from '@sveltejs/kit'

/** The browser's time zone, which before-scripts.js of the portal writes. Any text, as every cookie. */
const cookie = 'entente-time-zone'

/** The zone that times are shown in: the person's own choice, the browser's, or the cloud's, which every time names. */
export function timeZoneFor(
  own: string | null | undefined,
  cookies: Pick<Cookies, 'get'>,
  cloud: Cloud,
): string {
  return own ?? zoneNamed(cookies.get(cookie) ?? '') ?? cloud.timeZone
}
