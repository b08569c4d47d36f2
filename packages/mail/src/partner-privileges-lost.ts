import { formatDateTime, formatList } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, greeting, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * Tells one who decides for a customer, or its security contact, that a partner gave privileges up, or that the operator ended
 * them because nobody used them (M-12). The link is **Partner relationships**.
 */
export function partnerPrivilegesLostMail(
  values: Frame & {
    /** The person who receives this; null for the customer's security contact. */
    name: string | null
    organisation: string
    partner: string
    services: readonly string[]
    by: 'partner' | 'operator'
    lostAt: Date
    timeZone: string
  },
  t: Translate,
): Rendered {
  const parties = { partner: name(values.partner), organisation: name(values.organisation) }
  return renderMail(t, values, t(`mail.given_up.${values.by}.subject`, { partner: values.partner }), [
    greeting(t, values.name),
    t(`mail.given_up.${values.by}.text`, {
      ...parties,
      services: formatList(t.locale, values.services),
      time: formatDateTime(t.locale, values.lostAt, values.timeZone),
    }),
    t('mail.given_up.means', parties),
    t('mail.given_up.next', parties),
    t('mail.privileges.action'),
    theLink(t('mail.button.partners')),
  ])
}
