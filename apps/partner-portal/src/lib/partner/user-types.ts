import { adminTypes, agentTypes } from '@entente/domain/core/user-type'
import type { Translate } from '@entente/i18n/translate'

export const agentOptions = (t: Translate) =>
  agentTypes.map((value) => ({ value, label: t(`users.agent.${value}`) }))

export const adminOptions = (t: Translate) =>
  adminTypes.map((value) => ({ value, label: t(`users.admin.${value}`) }))

/** Every role for the list's filter, agent roles first. */
export const roleOptions = (t: Translate) =>
  [...agentOptions(t), ...adminOptions(t)].filter(({ value }) => value !== 'none')

export const stateTone = {
  created: 'info',
  must_change: 'info',
  active: 'positive',
  expired_temp: 'warning',
  link_sent: 'info',
  link_expired: 'warning',
  removed: 'neutral',
  purged: 'neutral',
} as const
