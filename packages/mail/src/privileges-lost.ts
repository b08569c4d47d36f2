import { formatDateTime, formatList } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * Tells an admin of a partner which privileges at a customer ended, what that means and what to do. It reads the same
 * whether they were taken away or moved to another partner. The link is the customer's record.
 */
export function privilegesLostMail(
  values: Frame & {
    name: string
    partner: string
    customer: string
    services: readonly string[]
    lostAt: Date
    timeZone: string
  },
  t: Translate,
): Rendered {
  const parties = { partner: name(values.partner), customer: name(values.customer) }
  return renderMail(t, values, t('mail.privileges_lost.subject', { customer: values.customer }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.privileges_lost.text', {
      ...parties,
      services: formatList(t.locale, values.services),
      time: formatDateTime(t.locale, values.lostAt, values.timeZone),
    }),
    t('mail.privileges_lost.means', parties),
    t('mail.privileges_lost.next', parties),
    t('mail.relationship_accepted.action'),
    theLink(t('mail.button.customer')),
  ])
}
