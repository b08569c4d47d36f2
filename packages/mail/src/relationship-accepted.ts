import { countryName, formatDateTime, formatList } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * M-10: tells one person of a party that a customer accepted. `services` are the names of what this acceptance granted to
 * this partner; nothing here may hint at other partners than the other party of a joint request. The link is the
 * customer's page in the portal.
 */
export function relationshipAcceptedMail(
  values: Frame & {
    name: string
    partner: string
    customer: { name: string; country: string }
    /** The other party of a joint request. */
    other?: { name: string; role: 'reseller' | 'provider' } | undefined
    /** What changed between the customer and this partner. */
    result: 'accepted' | 'restored' | 'unchanged'
    services: readonly string[]
    acceptedAt: Date
    timeZone: string
  },
  t: Translate,
): Rendered {
  const { services, acceptedAt, timeZone } = values
  const facts = {
    customer: name(values.customer.name),
    country: countryName(t.locale, values.customer.country),
    partner: name(values.partner),
    time: formatDateTime(t.locale, acceptedAt, timeZone),
  }
  const joint = values.other && { ...facts, other: name(values.other.name) }
  return renderMail(t, values, t('mail.relationship_accepted.subject', { customer: values.customer.name }), [
    t('mail.greeting', { name: name(values.name) }),
    values.result === 'accepted'
      ? t('mail.relationship_accepted.text', facts)
      : values.result === 'restored'
        ? t('mail.relationship_accepted.restored', facts)
        : t(`mail.relationship_accepted.${values.other ? 'unchanged' : 'signed'}`, facts),
    ...(joint && values.other ? [t(`mail.relationship_accepted.with_${values.other.role}`, joint)] : []),
    ...(services.length > 0
      ? [t('mail.relationship_accepted.granted', { services: formatList(t.locale, services) })]
      : values.other?.role === 'reseller'
        ? []
        : [t('mail.relationship_accepted.granted.none')]),
    t('mail.relationship_accepted.action'),
    theLink(t('mail.button.customer')),
  ])
}
