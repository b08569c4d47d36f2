import type { RequestEvent } from '@entente/domain/customer/service-request'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, type Part, renderMail, theLink } from './layout.ts'
import { name, text } from './plain.ts'
import type { Rendered } from './rendered.ts'

type Told = Frame & {
  event: RequestEvent
  title: string
  customer: string
  /** What was said; null where somebody closed without a word. */
  words: string | null
}

const told = (
  { event, title, customer, words, ...frame }: Told,
  t: Translate,
  opening: readonly Part[],
): Rendered =>
  renderMail(t, frame, t('mail.service_request.subject', { event, title }), [
    ...opening,
    {
      kind: 'card',
      title: t('mail.service_request.card'),
      parts: [t('mail.service_request.about', { title: name(title), customer: name(customer) })],
    },
    ...(words !== null
      ? [{ kind: 'words' as const, title: t('mail.service_request.words'), parts: [text(words)] }]
      : []),
    t('mail.service_request.action'),
    theLink(t('mail.button.service_request')),
  ])

/** What an operator says in a service request. */
export const saidByOperator = [
  'opened',
  'answered',
  'asked',
  'closed',
] as const satisfies readonly RequestEvent[]
/** What a partner says in one. */
export const saidByPartner = [
  'opened',
  'replied',
  'closed',
  'reopened',
] as const satisfies readonly RequestEvent[]

/** Tells a partner's person what the operator said in a service request (M-19). The link is the request. */
export const requestToPartner = (
  values: Told & { name: string; event: (typeof saidByOperator)[number] },
  t: Translate,
): Rendered =>
  told(values, t, [
    t('mail.greeting', { name: name(values.name) }),
    t(`mail.service_request.partner.${values.event}`, { cloud: values.cloud }),
  ])

/** Tells the operator what a partner said in a service request (M-19). The link is the request in the console. */
export const requestToOperator = (
  values: Told & { partner: string; event: (typeof saidByPartner)[number] },
  t: Translate,
): Rendered =>
  told(values, t, [t(`mail.service_request.operator.${values.event}`, { partner: name(values.partner) })])
