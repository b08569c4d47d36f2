import type { ChecklistKey } from '../core/cloud.ts'
import { type EnrolmentCheck, type EnrolmentState, enrolmentChecks } from './enrolment.ts'
import type { DocumentKind } from './enrolment-input.ts'

/** The checks that only some clouds make of some partner kinds (§3.3). */
export type AskedCheck = Extract<EnrolmentCheck, ChecklistKey>
export const isAskedCheck = (check: EnrolmentCheck): check is AskedCheck =>
  check !== 'profile' && check !== 'authority'

/** What the applicant gives before such a check can pass. The operator makes the phone call without it. */
export type Evidence = { document: DocumentKind | null; consent: boolean }
const evidence: Record<AskedCheck, Evidence> = {
  eligibility: { document: 'eligibility', consent: true },
  local_entity: { document: 'registration', consent: false },
  credit_check: { document: null, consent: true },
  phone_challenge: { document: null, consent: false },
}
export const evidenceFor = (check: AskedCheck): Evidence => evidence[check]

/** Whether a check waits for the applicant, and not for the operator alone. */
export const asksApplicant = (check: AskedCheck): boolean =>
  evidence[check].document !== null || evidence[check].consent

/** What an applicant has given so far. */
export type Given = { documents: readonly DocumentKind[]; consents: readonly EnrolmentCheck[] }

export type EvidenceKind = 'document' | 'consent'
export type EvidenceMissing = {
  code: 'evidence_missing'
  check: AskedCheck
  evidence: readonly EvidenceKind[]
}

/** The checks that the checklist of a cloud and partner kind names beside those of R-082. */
export const askedChecks = (checklist: readonly ChecklistKey[]): AskedCheck[] =>
  enrolmentChecks.filter(isAskedCheck).filter((check) => checklist.includes(check))

/** The documents and consents that a check still waits for. */
export function missingEvidence(check: AskedCheck, { documents, consents }: Given): EvidenceKind[] {
  const { document, consent } = evidence[check]
  return [
    ...(document && !documents.includes(document) ? ['document' as const] : []),
    ...(consent && !consents.includes(check) ? ['consent' as const] : []),
  ]
}

/**
 * The checks that have to pass now. A partner that changes its profile is checked again for what the change concerns: a new
 * phone number asks for no new credit check.
 */
export const dueChecks = (
  asked: readonly AskedCheck[],
  state: EnrolmentState,
  isConcerned: (check: AskedCheck) => boolean,
): EnrolmentCheck[] =>
  enrolmentChecks.filter(
    (check) =>
      !isAskedCheck(check) || (asked.includes(check) && (state !== 're_review' || isConcerned(check))),
  )

/** Why a check cannot pass yet. The review of a change goes without: its documents may be deleted by now. */
export function whyNotPass(
  check: EnrolmentCheck,
  state: EnrolmentState,
  given: Given,
): EvidenceMissing | undefined {
  if (!isAskedCheck(check) || state === 're_review') return undefined
  const missing = missingEvidence(check, given)
  return missing.length > 0 ? { code: 'evidence_missing', check, evidence: missing } : undefined
}
