import { may, type Permission, rolesFor } from '@entente/domain/core/permission'
import { refusalText } from '@entente/i18n/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'

/** Why the person may not do something: the role that it needs (U-17); undefined if they may. */
export function whyNotAllowed(event: RequestEvent, permission: Permission): string | undefined {
  const { roles } = requireSession(event)
  if (may('partner', roles, permission)) return undefined
  return refusalText(event.locals.t, { code: 'missing_permission', permission, roles: rolesFor(permission) })
}

/** What was just done, according to the URL; undefined if it is not one of `words`. */
export const savedWord = <Word extends string>(
  { url }: RequestEvent,
  words: readonly Word[],
): Word | undefined => words.find((word) => word === url.searchParams.get('saved'))
