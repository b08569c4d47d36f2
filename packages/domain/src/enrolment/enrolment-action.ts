import type { AuditAction } from '../core/audit-action.ts'
import type { EnrolmentEvent } from './enrolment.ts'

/** The audit action of each event of an application. */
export const enrolmentAction = {
  link_membership: 'enrolment.membership_linked',
  cancel_membership: 'enrolment.membership_cancelled',
  postpone_membership: 'enrolment.membership_postponed',
  submit: 'enrolment.submitted',
  verify_contact: 'enrolment.contact_verified',
  deny_contact: 'enrolment.contact_denied',
  change_contact: 'enrolment.contact_changed',
  start_review: 'enrolment.review_started',
  request_documents: 'enrolment.documents_requested',
  correct_profile: 'enrolment.profile_corrected',
  provide_documents: 'enrolment.documents_provided',
  accept: 'enrolment.accepted',
  reject: 'enrolment.rejected',
  appeal: 'enrolment.appealed',
  set_deadline: 'enrolment.deadline_set',
  close: 'enrolment.closed',
  reopen: 'enrolment.reopened',
  sign_agreement: 'enrolment.agreement_signed',
  change_profile: 'enrolment.profile_changed',
} as const satisfies Record<EnrolmentEvent, AuditAction>
