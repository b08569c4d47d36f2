import type { EnrolmentEvent, EnrolmentFacts, EnrolmentState } from '../src/enrolment/enrolment.ts'

/** Everything is in order. */
export const good: EnrolmentFacts = {
  missing: [],
  contact: 'verified',
  isContactApplicant: false,
  checks: { profile: 'passed', authority: 'passed' },
  isMembershipLinked: true,
  hasAnswer: true,
  deadline: 'passed',
  isDeadlineTooSoon: false,
  isAdminAgent: true,
  contactChanges: false,
}
const sent: EnrolmentFacts = { ...good, contact: 'sent' }
const denied: EnrolmentFacts = { ...good, contact: 'denied' }
export const unlinked: EnrolmentFacts = { ...good, isMembershipLinked: false }
export const failed: EnrolmentFacts = { ...good, checks: { profile: 'failed', authority: 'passed' } }
const changed: EnrolmentFacts = { ...good, contactChanges: true }

/** §4.2 as people read it, with the mails of §4.1. What is not listed must be impossible. */
export const legal: [EnrolmentState, EnrolmentEvent, EnrolmentFacts, EnrolmentState, string][] = [
  ['signed_in', 'link_membership', unlinked, 'membership_linked', ''],
  ['signed_in', 'postpone_membership', unlinked, 'membership_postponed', ''],
  ['membership_linked', 'cancel_membership', good, 'signed_in', ''],
  ['membership_postponed', 'cancel_membership', unlinked, 'signed_in', ''],
  ['membership_postponed', 'link_membership', unlinked, 'membership_linked', ''],
  [
    'membership_linked',
    'submit',
    good,
    'submitted',
    'verify_contact>contact status>contact status>applicant',
  ],
  [
    'membership_postponed',
    'submit',
    unlinked,
    'submitted',
    'verify_contact>contact status>contact status>applicant',
  ],
  ['submitted', 'verify_contact', sent, 'email_verified', 'status>contact status>applicant'],
  ['submitted', 'deny_contact', sent, 'blocked_denied', 'status>applicant'],
  ['submitted', 'change_contact', sent, 'submitted', 'verify_contact>contact'],
  ['blocked_denied', 'change_contact', good, 'submitted', 'verify_contact>contact'],
  ['email_verified', 'change_contact', good, 'submitted', 'verify_contact>contact'],
  ['in_review', 'change_contact', good, 'submitted', 'verify_contact>contact'],
  ['documents_requested', 'change_contact', good, 'documents_requested', 'verify_contact>contact'],
  ['rejected', 'change_contact', good, 'rejected', 'verify_contact>contact'],
  ['documents_requested', 'correct_profile', good, 'documents_requested', ''],
  ['rejected', 'correct_profile', good, 'rejected', ''],
  ['in_review', 'deny_contact', sent, 'blocked_denied', 'status>applicant'],
  ...(['in_review', 'documents_requested', 'rejected'] as const).map((state): (typeof legal)[number] => [
    ...([state, 'verify_contact', sent, state, 'status>contact status>applicant'] as const),
  ]),
  ['documents_requested', 'deny_contact', sent, 'documents_requested', 'status>applicant'],
  ['rejected', 'deny_contact', sent, 'rejected', 'status>applicant'],
  ['submitted', 'set_deadline', sent, 'submitted', 'status>contact status>applicant'],
  ['blocked_denied', 'set_deadline', denied, 'blocked_denied', 'status>applicant'],
  [
    ...(['documents_requested', 'set_deadline', good, 'documents_requested'] as const),
    'documents_requested>contact documents_requested>applicant',
  ],
  ['submitted', 'close', sent, 'closed', 'status>applicant'],
  ['blocked_denied', 'close', denied, 'closed', 'status>applicant'],
  ['documents_requested', 'close', good, 'closed', 'status>contact status>applicant'],
  ['closed', 'reopen', good, 'signed_in', ''],
  ['email_verified', 'start_review', good, 'in_review', 'status>contact status>applicant'],
  [
    'in_review',
    'request_documents',
    good,
    'documents_requested',
    'documents_requested>contact documents_requested>applicant',
  ],
  ['documents_requested', 'provide_documents', good, 'in_review', 'status>contact status>applicant'],
  ['in_review', 'accept', good, 'accepted', 'accepted>contact account_ready>applicant'],
  ['in_review', 'reject', failed, 'rejected', 'rejected>contact rejected>applicant'],
  ['rejected', 'appeal', good, 'in_review', 'status>contact status>applicant'],
  ['accepted', 'sign_agreement', good, 'active', 'status>contact status>applicant'],
  ['active', 'change_profile', good, 're_review', 'status>contact status>applicant'],
  [
    'active',
    'change_profile',
    changed,
    're_review',
    'verify_contact>contact status>contact status>applicant',
  ],
  [
    're_review',
    'change_profile',
    changed,
    're_review',
    'verify_contact>contact status>contact status>applicant',
  ],
  ['re_review', 'change_contact', sent, 're_review', 'verify_contact>contact'],
  ['re_review', 'verify_contact', sent, 're_review', 'status>contact status>applicant'],
  ['re_review', 'deny_contact', sent, 're_review', 'status>applicant'],
  ['re_review', 'accept', good, 'active', 'accepted>contact accepted>applicant'],
  ['re_review', 'reject', failed, 'active', 'rejected>contact rejected>applicant'],
  ...(
    ['submitted', 'email_verified', 'in_review', 'documents_requested', 'accepted', 'rejected'] as const
  ).map((state): (typeof legal)[number] => [state, 'link_membership', unlinked, state, '']),
]
