import type { ContactState } from './contact-verification.ts'

/** The states of an application (§4.2). What its partner may do depends on the partner status (`partnerStatuses`). */
export const enrolmentStates = [
  'signed_in',
  'membership_linked',
  'membership_postponed',
  'submitted',
  'blocked_denied',
  'email_verified',
  'in_review',
  'documents_requested',
  'accepted',
  'rejected',
  'closed',
  'active',
  're_review',
] as const
export type EnrolmentState = (typeof enrolmentStates)[number]

export const enrolmentEvents = [
  'link_membership',
  'cancel_membership',
  'postpone_membership',
  'submit',
  'verify_contact',
  'deny_contact',
  'change_contact',
  'start_review',
  'request_documents',
  'correct_profile',
  'provide_documents',
  'accept',
  'reject',
  'appeal',
  'set_deadline',
  'close',
  'reopen',
  'sign_agreement',
  'change_profile',
] as const
export type EnrolmentEvent = (typeof enrolmentEvents)[number]

/** M-01 to M-06, in this order. */
export const enrolmentMailKinds = [
  'verify_contact',
  'status',
  'accepted',
  'rejected',
  'documents_requested',
  'account_ready',
] as const
export type EnrolmentMailKind = (typeof enrolmentMailKinds)[number]
/** To the contact and to the applicant, who alone can act; only to the applicant when the contact denied or cannot be reached. */
export type EnrolmentMail = { kind: EnrolmentMailKind; to: 'contact' | 'applicant' }

/**
 * The parts that **Enroll now** needs, documents and consents for the operator's checks among them, and what an answer to
 * the operator needs: a correction or a document.
 */
export const enrolmentParts = ['legal_profile', 'primary_contact', 'support', 'evidence', 'answer'] as const
export type EnrolmentPart = (typeof enrolmentParts)[number]

/**
 * The operator's checks. Every application has the first two: the company has an established profile, and the applicant
 * may act for it. The others are made where the checklist of the cloud and the partner kind names them (§3.3).
 */
export const enrolmentChecks = [
  'profile',
  'authority',
  'eligibility',
  'local_entity',
  'credit_check',
  'phone_challenge',
] as const
export type EnrolmentCheck = (typeof enrolmentChecks)[number]
export const checkResults = ['open', 'passed', 'failed'] as const
export type CheckResult = (typeof checkResults)[number]

/** What the guards check. All of it is read from the rows in the transaction that writes. */
export type EnrolmentFacts = {
  /** Which of legal profile, primary contact and support are not there yet. */
  missing: readonly EnrolmentPart[]
  contact: ContactState
  /** Whether the primary contact is the applicant, who then gets each mail once. */
  isContactApplicant: boolean
  /** The results of the checks that are due, in this round: an appeal or a changed profile opens them again. */
  checks: Partial<Record<EnrolmentCheck, CheckResult>>
  isMembershipLinked: boolean
  /** Whether something was corrected or uploaded since the operator last asked or decided. */
  hasAnswer: boolean
  /** Until when the applicant or the contact has to answer, and whether a new deadline leaves them too little time. */
  deadline: Deadline
  isDeadlineTooSoon: boolean
  /** Whether the global admin who signs is an admin agent. */
  isAdminAgent: boolean
  /** Whether a change of the profile changes the primary contact's address. */
  contactChanges: boolean
}

/** `passed` once the day of the deadline is over everywhere. */
export type Deadline = 'none' | 'open' | 'passed'

export type EnrolmentRefusal =
  | EnrolmentStateChanged
  | { code: 'enrolment_incomplete'; missing: readonly EnrolmentPart[] }
  | { code: 'contact_not_verified' }
  | { code: 'checks_not_passed'; checks: readonly EnrolmentCheck[] }
  | { code: 'no_check_failed' }
  | { code: 'deadline_too_soon' }
  | { code: 'deadline_not_passed'; deadline: 'none' | 'open' }
  | { code: 'membership_not_chosen' }
  | { code: 'admin_agent_missing' }

/** The application is in another state, or another version, than the page showed. */
export type EnrolmentStateChanged = { code: 'enrolment_state_changed'; state: EnrolmentState }

/** The operator waits for the applicant, who can correct everything that a reviewer names. */
const correcting = ['documents_requested', 'rejected'] as const
/** Somebody outside the operator has to act first, and may stay silent for ever. */
const mayBeSilent = ['submitted', 'blocked_denied', 'documents_requested'] as const
const beforeDecision = ['submitted', 'email_verified', 'in_review', 'documents_requested'] as const

/** Event -> state -> next state. What is not listed cannot happen. */
const steps: Record<EnrolmentEvent, Partial<Record<EnrolmentState, EnrolmentState>>> = {
  // After postponing, the membership can be linked at any time until signing, which needs it. A correction replaces it.
  link_membership: {
    signed_in: 'membership_linked',
    membership_postponed: 'membership_linked',
    ...unmoved(...beforeDecision, 'accepted', 'rejected'),
  },
  cancel_membership: { membership_linked: 'signed_in', membership_postponed: 'signed_in' },
  postpone_membership: { signed_in: 'membership_postponed' },
  submit: { membership_linked: 'submitted', membership_postponed: 'submitted' },
  verify_contact: { submitted: 'email_verified', ...unmoved(...correcting, 'in_review', 're_review') },
  deny_contact: {
    submitted: 'blocked_denied',
    in_review: 'blocked_denied',
    ...unmoved(...correcting, 're_review'),
  },
  // A new contact has confirmed nothing, so the review waits again. As a correction it waits for the answer.
  change_contact: {
    submitted: 'submitted',
    blocked_denied: 'submitted',
    email_verified: 'submitted',
    in_review: 'submitted',
    ...unmoved(...correcting, 're_review'),
  },
  start_review: { email_verified: 'in_review' },
  request_documents: { in_review: 'documents_requested' },
  correct_profile: unmoved(...correcting),
  provide_documents: { documents_requested: 'in_review' },
  // The account stays usable during a re-review and after it, whatever its outcome.
  accept: { in_review: 'accepted', re_review: 'active' },
  reject: { in_review: 'rejected', re_review: 'active' },
  appeal: { rejected: 'in_review' },
  set_deadline: unmoved(...mayBeSilent),
  close: { submitted: 'closed', blocked_denied: 'closed', documents_requested: 'closed' },
  // What was entered is kept; another company may have taken the membership meanwhile.
  reopen: { closed: 'signed_in' },
  sign_agreement: { accepted: 'active' },
  change_profile: { active: 're_review', ...unmoved('re_review') },
}

function unmoved<State extends EnrolmentState>(...states: State[]): { [state in State]: state } {
  return Object.fromEntries(states.map((state) => [state, state])) as { [state in State]: state }
}

/** The state to which an event leads; undefined where it cannot happen. */
export const stateAfter = (state: EnrolmentState, event: EnrolmentEvent): EnrolmentState | undefined =>
  steps[event][state]

/** Whether an event exists in a state, so that a page shows its button. Its guard may still refuse it (`whyNot`). */
export const canHappen = (state: EnrolmentState, event: EnrolmentEvent): boolean =>
  Object.hasOwn(steps[event], state)

/** Why an event cannot happen now: the reason on a disabled button, and the API's refusal. Undefined when it can. */
export function whyNot(
  state: EnrolmentState,
  event: EnrolmentEvent,
  facts: EnrolmentFacts,
): EnrolmentRefusal | undefined {
  if (!canHappen(state, event)) return { code: 'enrolment_state_changed', state }
  switch (event) {
    case 'link_membership':
      return facts.isMembershipLinked && !isCorrecting(state)
        ? { code: 'enrolment_state_changed', state }
        : undefined
    case 'submit':
      return facts.missing.length > 0 ? { code: 'enrolment_incomplete', missing: facts.missing } : undefined
    case 'provide_documents':
    case 'appeal':
      return facts.hasAnswer ? undefined : { code: 'enrolment_incomplete', missing: ['answer'] }
    case 'verify_contact':
    case 'deny_contact':
      return facts.contact === 'sent' ? undefined : { code: 'enrolment_state_changed', state }
    case 'request_documents':
      if (facts.isDeadlineTooSoon) return { code: 'deadline_too_soon' }
      return facts.contact === 'verified' ? undefined : { code: 'contact_not_verified' }
    case 'set_deadline':
      return facts.isDeadlineTooSoon ? { code: 'deadline_too_soon' } : undefined
    case 'close':
      return facts.deadline === 'passed'
        ? undefined
        : { code: 'deadline_not_passed', deadline: facts.deadline }
    case 'start_review':
      return facts.contact === 'verified' ? undefined : { code: 'contact_not_verified' }
    case 'accept':
      return whyNotAccept(facts)
    case 'reject': {
      const hasFailed = Object.values(facts.checks).includes('failed')
      return hasFailed ? undefined : { code: 'no_check_failed' }
    }
    case 'sign_agreement':
      if (!facts.isMembershipLinked) return { code: 'membership_not_chosen' }
      return facts.isAdminAgent ? undefined : { code: 'admin_agent_missing' }
    default:
      return undefined
  }
}

function whyNotAccept(facts: EnrolmentFacts): EnrolmentRefusal | undefined {
  if (facts.contact !== 'verified') return { code: 'contact_not_verified' }
  const checks = enrolmentChecks.filter((check) => check in facts.checks && facts.checks[check] !== 'passed')
  return checks.length > 0 ? { code: 'checks_not_passed', checks } : undefined
}

/** Whether the operator waits for corrections, documents or an appeal. */
export const isCorrecting = (state: EnrolmentState): boolean =>
  (correcting as readonly EnrolmentState[]).includes(state)

/** Why no result of a check can be recorded now; undefined when one can. */
export function whyNotCheck(state: EnrolmentState): EnrolmentStateChanged | undefined {
  const isReviewed = state === 'in_review' || state === 'documents_requested' || state === 're_review'
  return isReviewed ? undefined : { code: 'enrolment_state_changed', state }
}
