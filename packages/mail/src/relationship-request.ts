import type { Cloud } from '@entente/domain/core/cloud'
import type { DraftParagraph } from '@entente/domain/relationship/relationship-request'
import { countryName, formatList } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name, senderName, text, word } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** What a request asks for in this cloud, and where a reader checks the mail. */
export const requestFacts = (cloud: Cloud, withPrivileges: boolean, customerSite: string) => ({
  services: withPrivileges ? cloud.services.map((service) => service.name) : null,
  agreement: cloud.agreements.customer.name,
  check: `${new URL(customerSite).host}/genuine`,
})

/** The facts of a relationship request's mail. Everything but the draft comes from the platform's own records. */
export type RelationshipRequestValues = Frame & {
  partner: { legalName: string; country: string; partnerId: string; verified: boolean }
  /** The person who asks, as the partner's log names them. */
  author: string
  /** Where the answers go; null once the author has left the partner. */
  replyTo: string | null
  /** Asked for with privileges: the services; null when the link asks for none. */
  services: readonly string[] | null
  agreement: string
  /** The page that says how to recognise a genuine mail, as a person types it: without its scheme. */
  check: string
  /** A draft that passed `checkDraft`, with the partner's words. */
  subject: string
  paragraphs: readonly Pick<DraftParagraph, 'kind' | 'text'>[]
}

/**
 * M-08: a relationship request that the platform sends for a partner: who asks, for what, the partner's own words
 * with the link, and how to check that it is genuine (U-23). Other addresses in the words stay text and never become
 * links. The worker sends it, and the preview beside the draft shows it.
 */
export function relationshipRequestMail(values: RelationshipRequestValues, t: Translate): Rendered {
  const { cloud, partner, services, agreement, check } = values
  const partnerName = name(partner.legalName)
  const facts = { partner: partnerName, cloud, author: name(values.author) }
  const written = values.paragraphs.map((part) =>
    part.kind === 'link' ? theLink(t('mail.button.request')) : text(part.text),
  )
  return renderMail(t, values, values.subject, [
    {
      kind: 'card',
      title: partnerName,
      parts: [
        [
          t('mail.request.card', {
            country: countryName(t.locale, partner.country),
            partnerId: word(partner.partnerId),
          }),
          partner.verified ? t('mail.request.verified', { cloud }) : t('mail.request.unverified', { cloud }),
        ].join('\n'),
      ],
    },
    [
      t('mail.request.asks', facts),
      t('mail.request.asks.relationship'),
      services
        ? t('mail.request.asks.privileges', { services: formatList(t.locale, services) })
        : t('mail.request.asks.no_privileges'),
      t('mail.request.asks.agreement', { agreement }),
    ].join('\n'),
    { kind: 'words', title: t('mail.request.words', facts), parts: written },
    {
      kind: 'note',
      title: t('mail.request.why'),
      parts: [
        values.replyTo
          ? t('mail.request.why.text', { ...facts, email: word(values.replyTo) })
          : t('mail.request.why.left', facts),
      ],
    },
    {
      kind: 'note',
      title: t('mail.request.check'),
      parts: [
        t('mail.request.check.text', {
          ...facts,
          address: word(check),
          title: t('acceptance.genuine.title', { cloud }),
        }),
      ],
    },
  ])
}

/** The name in the From line of a relationship request: the platform sends it for the partner. */
export const relationshipRequestSender = (
  { cloud, partner }: { cloud: string; partner: string },
  t: Translate,
): string => t('mail.request.sender', { partner: senderName(partner), cloud })
