import type { EndOutcome } from '@entente/domain/relationship/end-request'
import { formatDate } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, type Part, renderMail, theLink } from './layout.ts'
import { name, text } from './plain.ts'
import type { Rendered } from './rendered.ts'

export type EndRequestEvent = 'asked' | 'withdrawn' | 'agreed' | 'explained' | 'settled'

/**
 * Tells a side of a relationship what became of the customer's request to end it: the partner that it was asked or taken back,
 * the customer what the partner answered, and both what the operator's mediation came to. The link is the request.
 */
export function endRequestMail(
  values: Frame & {
    name: string
    customer: string
    partner: string
    event: EndRequestEvent
    /** What the other side, or the operator, says about it; null where nobody said anything. */
    words: string | null
    outcome: EndOutcome | null
    deadline: Date
    timeZone: string
  },
  t: Translate,
): Rendered {
  const { cloud, event, words, outcome } = values
  const plain = { customer: values.customer, partner: values.partner }
  const parties = { cloud, customer: name(values.customer), partner: name(values.partner) }
  const date = formatDate(t.locale, values.deadline, values.timeZone)
  const said: Part[] =
    words === null
      ? []
      : [{ kind: 'words', title: t(`mail.end_request.words.${event}`, parties), parts: [text(words)] }]
  return renderMail(t, values, t(`mail.end_request.${event}.subject`, plain), [
    t('mail.greeting', { name: name(values.name) }),
    t(`mail.end_request.${event}.text`, parties),
    ...said,
    ...(outcome ? [t(`mail.end_request.outcome.${outcome}`, parties)] : []),
    t(`mail.end_request.${event}.next`, { ...parties, date }),
    t('mail.end_request.action'),
    theLink(t('mail.button.end_request')),
  ])
}
