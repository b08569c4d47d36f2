import type { Cloud } from '@entente/domain/core/cloud'
import { isTimeZone } from '@entente/domain/core/time-zone'
import type { Cookies } from '@sveltejs/kit'

/** The browser's time zone, which before-scripts.js of the portal writes. Any text, as every cookie. */
const cookie = 'entente-time-zone'

/** The zone that times are shown in: the person's own choice, the browser's, or the cloud's, which every time names. */
export function timeZoneFor(
  own: string | null | undefined,
  cookies: Pick<Cookies, 'get'>,
  cloud: Cloud,
): string {
  const known = cookies.get(cookie) ?? ''
  return own ?? (isTimeZone(known) ? known : cloud.timeZone)
}
