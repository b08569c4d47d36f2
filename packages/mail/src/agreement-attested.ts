import { formatDate } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * Tells the person of a customer, in whose name a partner attested that the customer agreed, who did so and to what (M-11). The
 * link is the agreement.
 */
export function agreementAttestedMail(
  values: Frame & {
    name: string
    customer: string
    partner: string
    agreement: { name: string; version: string }
    /** `2027-01-31`. */
    agreedOn: string
  },
  t: Translate,
): Rendered {
  const { cloud, agreement } = values
  const facts = { cloud, agreement: agreement.name, version: agreement.version }
  const parties = { ...facts, partner: name(values.partner), customer: name(values.customer) }
  const subject = t('mail.agreement_attested.subject', { partner: values.partner })
  return renderMail(t, values, subject, [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.agreement_attested.text', { ...parties, date: formatDate(t.locale, values.agreedOn, 'UTC') }),
    t('mail.agreement_attested.means', parties),
    t('mail.agreement_attested.action'),
    theLink(t('mail.button.read_agreement')),
    t('mail.agreement_attested.not_so', parties),
  ])
}
