import type { Translate } from '@entente/i18n/translate'
import { type Actor, actionOf, deadlineLine } from './enrolment-status.ts'
import { type Frame, renderMail } from './layout.ts'
import { name, text } from './plain.ts'
import type { Rendered } from './rendered.ts'

/** M-05: says what is missing, in the operator's words. The applicant's link leads to the page where it is sent. */
export function documentsRequestedMail(
  values: Frame & {
    name: string
    organisation: string
    actor: Actor
    reason: string
    answerUntil: Date | null
    timeZone: string
  },
  t: Translate,
): Rendered {
  const subject = t('mail.documents_requested.subject', { organisation: values.organisation })
  return renderMail(t, values, subject, [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.documents_requested.text', { organisation: name(values.organisation) }),
    text(values.reason),
    ...deadlineLine(t, values.answerUntil, values.timeZone),
    ...actionOf(t, values.actor, t('mail.documents_requested.action'), t('mail.button.documents')),
  ])
}
