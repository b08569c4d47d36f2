import { formatDateTime } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, greeting, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** The receipt of an agreement that a customer accepted outside an acceptance. The link is **Partner relationships**. */
export function agreementRenewedMail(
  values: Frame & {
    name: string
    organisation: string
    agreement: { name: string; version: string }
    acceptedAt: Date
    timeZone: string
  },
  t: Translate,
): Rendered {
  const { cloud, organisation, agreement, acceptedAt, timeZone } = values
  return renderMail(t, values, t('mail.agreement_renewed.subject', { agreement: agreement.name }), [
    greeting(t, values.name),
    t('mail.agreement_renewed.text', {
      person: name(values.name),
      organisation: name(organisation),
      time: formatDateTime(t.locale, acceptedAt, timeZone),
    }),
    t('mail.relationship_receipt.agreement', { agreement: agreement.name, version: agreement.version }),
    t('mail.agreement_renewed.stays'),
    t('mail.relationship_receipt.action'),
    theLink(t('mail.button.partners')),
    t('mail.relationship_receipt.not_you', { cloud }),
  ])
}
