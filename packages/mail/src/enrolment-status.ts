import type { EnrolmentRules } from '@entente/domain/core/cloud'
import { formatDate } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'
import { type Frame, type Part, renderMail, theLink } from './layout.ts'
import { name, text, word } from './plain.ts'
import type { Rendered } from './rendered.ts'

/**
 * The states that M-02 reports: those for which `advance` sends the mail `status`, and `active` when a suspension is
 * lifted.
 */
export const reportedStates = [
  'submitted',
  'blocked_denied',
  'email_verified',
  'in_review',
  'closed',
  're_review',
  'active',
] as const
export type ReportedState = (typeof reportedStates)[number]

const underReview: readonly ReportedState[] = ['submitted', 'email_verified', 'in_review', 're_review']

/** Who acts on an application, for a contact without an account; null for a reader who acts on the page itself. */
export type Actor = { name: string; email: string } | null

/** What to do, and the link. The contact's page shows how the application stands, and needs no account. */
export const actionOf = (t: Translate, actor: Actor, own: string, button: string): Part[] =>
  actor
    ? [
        t('mail.enrolment_contact.action', { person: name(actor.name), email: word(actor.email) }),
        theLink(t('mail.button.status')),
      ]
    : [own, theLink(button)]

/** The date until which somebody has to answer, and what happens after it; nothing when none is set. */
export const deadlineLine = (t: Translate, answerUntil: Date | null, timeZone: string): string[] =>
  answerUntil ? [t('mail.enrolment_deadline', { date: formatDate(t.locale, answerUntil, timeZone) })] : []

/**
 * M-02: reports the new state of an application, and how long a review usually takes. The link is the
 * reader's own status page.
 */
export function enrolmentStatusMail(
  values: Frame & {
    name: string
    organisation: string
    actor: Actor
    state: ReportedState
    reviewTime: EnrolmentRules['reviewTime']
    /** Why it was closed. */
    reason: string
    answerUntil: Date | null
    timeZone: string
  },
  t: Translate,
): Rendered {
  const { cloud, actor, state, reviewTime } = values
  const subject = t('mail.enrolment_status.subject', { organisation: values.organisation })
  return renderMail(t, values, subject, [
    t('mail.greeting', { name: name(values.name) }),
    t(`mail.enrolment_status.${state}`, { organisation: name(values.organisation), cloud }),
    ...(state === 'closed' ? [text(values.reason)] : deadlineLine(t, values.answerUntil, values.timeZone)),
    ...(underReview.includes(state) ? [t(`mail.enrolment_status.${reviewTime}`)] : []),
    ...actionOf(
      t,
      actor,
      state === 'closed' ? t('mail.enrolment_status.closed.action') : t('mail.enrolment_status.action'),
      t('mail.button.status'),
    ),
  ])
}

/**
 * Says only that there is news: what the operator wrote is for the applicant, and for a contact that has proved its
 * address. The link is the contact's own page, which asks for that first.
 */
export function enrolmentNewsMail(
  values: Frame & { name: string; organisation: string; actor: Actor },
  t: Translate,
): Rendered {
  const { actor, organisation } = values
  return renderMail(t, values, t('mail.enrolment_status.subject', { organisation }), [
    t('mail.greeting', { name: name(values.name) }),
    t('mail.enrolment_news.text', { organisation: name(organisation) }),
    ...(actor
      ? [t('mail.enrolment_news.actor', { person: name(actor.name), email: word(actor.email) })]
      : []),
    t('mail.enrolment_news.action'),
    theLink(t('mail.button.status')),
  ])
}
