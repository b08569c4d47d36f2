import type { RenegotiationStatus, Side } from '@entente/domain/relationship/renegotiation'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, renderMail, theLink } from './layout.ts'
import { name, text } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * Tells one side of a relationship what the other stated about their renegotiated agreement, or answered. `said` is the
 * statement. The link is the statement.
 */
export function renegotiationMail(
  values: Frame & {
    name: string
    customer: string
    partner: string
    /** Who stated or answered it. */
    by: Side
    event: RenegotiationStatus
  },
  said: string,
  t: Translate,
): Rendered {
  const { customer, partner, by, event } = values
  const facts = {
    by: name(by === 'partner' ? partner : customer),
    ...{ customer: name(customer), partner: name(partner) },
  }
  const subject = t(`mail.renegotiation.${event}.subject`, { by: by === 'partner' ? partner : customer })
  return renderMail(t, values, subject, [
    t('mail.greeting', { name: name(values.name) }),
    t(`mail.renegotiation.${event}.text`, facts),
    { kind: 'words', title: t('mail.renegotiation.words'), parts: [text(said)] },
    t('mail.renegotiation.nothing'),
    t('mail.renegotiation.action'),
    theLink(t('mail.button.renegotiation')),
  ])
}
