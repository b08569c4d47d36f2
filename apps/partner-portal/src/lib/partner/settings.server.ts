import { may, type Permission, rolesFor } from '@entente/domain/core/permission'
import { refusalText } from '@entente/i18n/refusal'
import { type FormValues, formValues } from '@entente/site/form'
import { failWith } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { confirmFirst } from '@entente/site/step-up'
import { type RequestEvent, redirect } from '@sveltejs/kit'

/** Why somebody cannot do something here: the role that it takes (U-17); undefined when they can. */
export function whyNotMay(event: RequestEvent, permission: Permission): string | undefined {
  const { roles } = requireSession(event)
  if (may('partner', roles, permission)) return undefined
  return refusalText(event.locals.t, { code: 'missing_permission', permission, roles: rolesFor(permission) })
}

/** A press about how everybody signs in: asks first who this is, does it, and says on the page that it is done. */
export async function freshPress(
  event: RequestEvent,
  send: (values: FormValues & { idempotencyKey: string }) => Promise<unknown>,
  then: string,
) {
  requireSession(event)
  const values = await formValues(event.request)
  try {
    await send({ ...values, idempotencyKey: values.idempotencyKey ?? '' })
  } catch (cause) {
    await confirmFirst(event, cause, values)
    return failWith(cause, event.locals.t, values)
  }
  redirect(303, then)
}

/** The word in the address that says what was just done, if it is one of those. */
export const savedWord = <Word extends string>(
  { url }: RequestEvent,
  words: readonly Word[],
): Word | undefined => words.find((word) => word === url.searchParams.get('saved'))
