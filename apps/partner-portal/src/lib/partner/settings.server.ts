import { may, type Permission, rolesFor } from '@entente/domain/core/permission'
import { refusalText } from '@entente/i18n/refusal'
import { type FormValues, formValues } from '@entente/site/form'
import { failWith } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { confirmFirst } from '@entente/site/step-up'
import { type RequestEvent, redirect } from '@sveltejs/kit'

/** Why the person may not do something: the role that it needs (U-17); undefined if they may. */
export function whyNotAllowed(event: RequestEvent, permission: Permission): string | undefined {
  const { roles } = requireSession(event)
  if (may('partner', roles, permission)) return undefined
  return refusalText(event.locals.t, { code: 'missing_permission', permission, roles: rolesFor(permission) })
}

/** Sends a form about how people sign in: goes to **Confirm it's you** if required, and to `then` on success. */
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

/** What was just done, according to the URL; undefined if it is not one of `words`. */
export const savedWord = <Word extends string>(
  { url }: RequestEvent,
  words: readonly Word[],
): Word | undefined => words.find((word) => word === url.searchParams.get('saved'))
