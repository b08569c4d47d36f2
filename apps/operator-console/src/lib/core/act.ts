import { type Permission, rolesFor } from '@entente/domain/core/permission'
import type { Refusal } from '@entente/domain/refusal'
import { refusalText } from '@entente/i18n/refusal'
import type { FormValues } from '@entente/site/form'
import type { Read } from '@entente/site/form-action'
import type { z } from 'zod'

/**
 * Reads the form of an operator's action. Values from the URL, and those that the schema expects in another shape than
 * a form has, override the form's. Joins the lines of a reason, because records show it on one line.
 */
export const readAct = <Schema extends z.ZodType>(
  schema: Schema,
  values: FormValues,
  given: Record<string, unknown>,
): Read<z.output<Schema>> =>
  schema.safeParse({ ...values, reason: (values.reason ?? '').replace(/\s+/g, ' '), ...given })

/** Why an action is not possible: the role is missing, or `state` refuses it. Undefined if it is possible. */
export function whyNot(
  { t }: App.Locals,
  { isAllowed, permission, state }: { isAllowed: boolean; permission: Permission; state?: Refusal | false },
): string | undefined {
  if (!isAllowed)
    return refusalText(t, { code: 'missing_permission', permission, roles: rolesFor(permission) })
  return state ? refusalText(t, state) : undefined
}
