import type { Refusal } from '@entente/domain/refusal'
import type { Role } from '@entente/domain/role'
import { countryName } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'

/** The refusal in the reader's words: what happened, and what to do next. */
export function refusalMessage(t: Translate, refusal: Refusal): string {
  switch (refusal.code) {
    case 'missing_permission':
      return t('errors.missing_permission', { roles: listed(t, roleNames(t, refusal.roles), 'disjunction') })
    case 'not_global_admin': {
      const admins = refusal.admins.map(({ name, email }) => `${name} (${email})`)
      return t('errors.not_global_admin', { admins: listed(t, admins, 'disjunction'), count: admins.length })
    }
    case 'membership_requested':
      return t('errors.membership_requested', { organisation: refusal.organisation })
    case 'country_not_allowed':
      return t('errors.country_not_allowed', { country: countryName(t.locale, refusal.country) })
    case 'password_too_weak':
      return t('errors.password_too_weak', { reason: refusal.reason })
    case 'draft_foreign_link':
      return t('errors.draft_foreign_link', { paragraph: refusal.paragraph })
    case 'draft_paragraph_locked':
      return t('errors.draft_paragraph_locked', { paragraph: refusal.paragraph })
    case 'recipients_invalid': {
      const addresses = listed(t, refusal.addresses, 'conjunction')
      return t('errors.recipients_invalid', { addresses, count: refusal.addresses.length })
    }
    case 'recipient_recently_mailed': {
      const addresses = listed(t, refusal.addresses, 'conjunction')
      return t('errors.recipient_recently_mailed', {
        addresses,
        wait: waitText(t, refusal.retryAfterSeconds),
      })
    }
    case 'daily_limit_reached':
      return t('errors.daily_limit_reached', { wait: waitText(t, refusal.retryAfterSeconds) })
    case 'domain_limit_reached':
      return t('errors.domain_limit_reached', {
        domains: listed(t, refusal.domains, 'conjunction'),
        wait: waitText(t, refusal.retryAfterSeconds),
      })
    case 'too_many_attempts':
      return t('errors.too_many_attempts', { wait: waitText(t, refusal.retryAfterSeconds) })
    default:
      return t(`errors.${refusal.code}`)
  }
}

/** The roles in words, for a sentence that says which of them it takes. */
export const roleNames = (t: Translate, roles: readonly Role[]): string[] =>
  roles.map((role) => t(`common.role.${role}`))

const listed = (t: Translate, items: readonly string[], type: 'conjunction' | 'disjunction') =>
  new Intl.ListFormat(t.locale, { type }).format(items)

/** "12 minutes": rounded up, because who comes back a little late is let in. */
export function waitText(t: Translate, seconds: number): string {
  const [amount, unit] =
    seconds <= 90
      ? [seconds, 'second']
      : seconds <= 5400
        ? [seconds / 60, 'minute']
        : [seconds / 3600, 'hour']
  const format = new Intl.NumberFormat(t.locale, { style: 'unit', unit, unitDisplay: 'long' })
  return format.format(Math.max(1, Math.ceil(amount)))
}
