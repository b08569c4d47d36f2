import { phoneAsTyped } from '@entente/domain/core/typed-text'
import { countryName, formatDateTime, formatList } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, greeting, renderMail, theLink } from './layout.ts'
import { name, word } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** `isUnchanged`: it was a partner with all of this already. */
type Party = { name: string; country: string; partnerId: string; isUnchanged: boolean }

/** Where the partner's customers find help, as the partner says it. */
type PartnerSupport = { email: string | null; phone: string | null; website: string | null }

/**
 * The customer's receipt: who authorized whom, which rights were granted and taken over, under which agreement, and
 * where all of it can be seen. With `by` it tells somebody else who decides for the customer. The link is **Partner
 * relationships**.
 */
export function relationshipReceiptMail(
  values: Frame & {
    /** The recipient; null for the customer's security contact. */
    name: string | null
    /** The person who accepted, where that is not the recipient. */
    by?: string | undefined
    organisation: string
    partner: Party & { support: PartnerSupport }
    /** The provider of a joint acceptance. */
    provider?: Party | undefined
    services: readonly string[]
    /** Services that another partner held until now. */
    moved: readonly { service: string; holder: string }[]
    agreement: { name: string; version: string }
    acceptedAt: Date
    timeZone: string
  },
  t: Translate,
): Rendered {
  const { cloud, by, partner, provider, services, moved, agreement, acceptedAt, timeZone } = values
  const parties = formatList(
    t.locale,
    [partner, ...(provider ? [provider] : [])].map((party) => party.name),
  )
  return renderMail(
    t,
    values,
    by
      ? t('mail.privileges_granted.subject', { person: by, partner: partner.name })
      : t('mail.relationship_receipt.subject', { partner: parties }),
    [
      greeting(t, values.name),
      t(by ? 'mail.privileges_granted.text' : 'mail.relationship_receipt.text', {
        person: name(by ?? values.name ?? ''),
        organisation: name(values.organisation),
        partner: name(partner.name),
        country: countryName(t.locale, partner.country),
        partnerId: word(partner.partnerId),
        time: formatDateTime(t.locale, acceptedAt, timeZone),
      }),
      ...(partner.isUnchanged
        ? [t('mail.relationship_receipt.unchanged', { partner: name(partner.name) })]
        : []),
      ...(provider
        ? [
            provider.isUnchanged
              ? t('mail.relationship_receipt.unchanged', { partner: name(provider.name) })
              : t(by ? 'mail.privileges_granted.provider' : 'mail.relationship_receipt.provider', {
                  provider: name(provider.name),
                  country: countryName(t.locale, provider.country),
                  partnerId: word(provider.partnerId),
                }),
          ]
        : []),
      services.length > 0
        ? t('mail.relationship_receipt.granted', { services: formatList(t.locale, services) })
        : t('mail.relationship_receipt.granted.none'),
      ...moved.map(({ service, holder }) =>
        t('mail.relationship_receipt.moved', { service, holder: name(holder) }),
      ),
      t('mail.relationship_receipt.agreement', { agreement: agreement.name, version: agreement.version }),
      ...supportOf(t, partner),
      t('mail.relationship_receipt.action'),
      theLink(t('mail.button.partners')),
      t('mail.relationship_receipt.not_you', { cloud }),
    ],
  )
}

function supportOf(t: Translate, partner: { name: string; support: PartnerSupport }): string[] {
  const { email, phone, website } = partner.support
  const ways = [email, phone && phoneAsTyped(phone), website].flatMap((way) => (way ? word(way) : []))
  return ways.length > 0
    ? [[t('mail.relationship_receipt.support', { partner: name(partner.name) }), ...ways].join('\n')]
    : []
}
