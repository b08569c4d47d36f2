import { type Permission, rolesFor } from '@entente/domain/core/permission'
import type { Refusal } from '@entente/domain/refusal'
import { refusalText } from '@entente/i18n/refusal'
import { type FormValues, formValues } from '@entente/site/form'
import { failWith } from '@entente/site/refusal'
import { failWithFields } from '@entente/site/refused-fields'
import { requireSession } from '@entente/site/session'
import { confirmFirst } from '@entente/site/step-up'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import type { z } from 'zod'

type ActForm<Values> = {
  input: z.ZodType<Values>
  /** Values from the URL; they override the form's. */
  given: Record<string, string>
  back: string
  /** Converts values that the schema expects in another shape than a form has. */
  read?: (values: FormValues) => Record<string, unknown>
}

/**
 * Handles the form of an operator's action: calls `work` with the parsed values and redirects to `back`, or shows what
 * is wrong. Joins the lines of a reason, because records show it on one line.
 */
export async function act<Values extends object>(
  event: RequestEvent,
  { input, given, back, read }: ActForm<Values>,
  work: (values: Values & { idempotencyKey: string }) => Promise<unknown>,
) {
  requireSession(event)
  const { t } = event.locals
  const { idempotencyKey = '', ...values } = await formValues(event.request)
  const reason = values.reason?.replace(/\s+/g, ' ') ?? ''
  const parsed = input.safeParse({ ...values, reason, ...read?.(values), ...given })
  if (!parsed.success) return failWithFields(t, parsed.error, values)
  try {
    await work({ ...parsed.data, idempotencyKey })
  } catch (cause) {
    await confirmFirst(event, cause, values)
    return failWith(cause, t, values)
  }
  redirect(303, back)
}

/** Why an action is not possible: the role is missing, or `state` refuses it. Undefined if it is possible. */
export function whyNot(
  { t }: App.Locals,
  { isAllowed, permission, state }: { isAllowed: boolean; permission: Permission; state?: Refusal | false },
): string | undefined {
  if (!isAllowed)
    return refusalText(t, { code: 'missing_permission', permission, roles: rolesFor(permission) })
  return state ? refusalText(t, state) : undefined
}
