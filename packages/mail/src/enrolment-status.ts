import type { EnrolmentRules } from '@entente/domain/core/cloud'
import type { Translate } from '@entente/i18n/translate'
import { renderMail, theLink } from './layout.ts'
import { name } from './plain.ts'
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
  're_review',
  'active',
] as const
export type ReportedState = (typeof reportedStates)[number]

const underReview: readonly ReportedState[] = ['submitted', 'email_verified', 'in_review', 're_review']

/**
 * M-02: reports the new state of an application, and how long a review usually takes. The link is the status
 * page.
 */
export function enrolmentStatusMail(
  values: {
    cloud: string
    name: string
    organisation: string
    state: ReportedState
    reviewTime: EnrolmentRules['reviewTime']
  },
  t: Translate,
): Rendered {
  const { cloud, state, reviewTime } = values
  const subject = t('mail.enrolment_status.subject', { organisation: values.organisation })
  return renderMail(t, subject, [
    t('mail.greeting', { name: name(values.name) }),
    t(`mail.enrolment_status.${state}`, { organisation: name(values.organisation) }),
    ...(underReview.includes(state) ? [t(`mail.enrolment_status.${reviewTime}`)] : []),
    t('mail.enrolment_status.action'),
    theLink,
    t('mail.sender', { cloud }),
  ])
}
