import type { ContactState } from './contact-verification.ts'
import type { EnrolmentState } from './enrolment.ts'

/** Who has to act next (U-21). The operator does not review until the contact's address is verified. */
export function nextActor(
  state: EnrolmentState,
  contact: ContactState,
): 'applicant' | 'contact' | 'operator' | 'nobody' {
  if (state === 'active') return 'nobody'
  const isWaitingForReview =
    state === 'submitted' || state === 'email_verified' || state === 'in_review' || state === 're_review'
  if (!isWaitingForReview) return 'applicant'
  if (contact === 'verified') return 'operator'
  return contact === 'sent' ? 'contact' : 'applicant'
}
