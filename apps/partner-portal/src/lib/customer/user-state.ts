import { type CustomerUserStatus, directoryRoles } from '@entente/domain/customer/customer-user'
import type { Translate } from '@entente/i18n/translate'
import type { Tone } from '@entente/ui/tone'

export const userTone = {
  creating: 'info',
  active: 'positive',
  disabled: 'warning',
  deleted: 'neutral',
  refused: 'negative',
} as const satisfies Record<CustomerUserStatus, Tone>

export const roleChoices = (t: Translate) =>
  directoryRoles.map((value) => ({ value, label: t(`record.users.role.${value}`) }))

/** The roles that the boxes of a form say, whose names are `roles.<role>`. */
export const rolesTicked = (values: Record<string, unknown>) =>
  directoryRoles.filter((role) => values[`roles.${role}`] === 'on')
