import type { ContactState } from './contact-verification.ts'
import type { EnrolmentState } from './enrolment.ts'

/** Submitted but not decided. */
export const openStates: EnrolmentState[] = [
  'submitted',
  'blocked_denied',
  'email_verified',
  'in_review',
  'documents_requested',
  're_review',
]

/** The states in which an application waits for the operator, or for the contact's answer before. */
export const reviewedStates: readonly EnrolmentState[] = [
  'submitted',
  'email_verified',
  'in_review',
  're_review',
]

/** Who may have to act on an open application. */
export const nextActors = ['operator', 'contact', 'applicant'] as const
export type NextActor = (typeof nextActors)[number]

/** Who has to act next (U-21). The operator does not review until the contact's address is verified. */
export function nextActor(state: EnrolmentState, contact: ContactState): NextActor | 'nobody' {
  if (state === 'active') return 'nobody'
  if (!reviewedStates.includes(state)) return 'applicant'
  if (contact === 'verified') return 'operator'
  return contact === 'sent' ? 'contact' : 'applicant'
}
