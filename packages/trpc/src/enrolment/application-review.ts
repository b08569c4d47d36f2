import { createHash } from 'node:crypto'
import type { OperatorDb } from '@entente/db/core/scopes'
import { type EnrolmentDocument, listEnrolmentDocuments } from '@entente/db/enrolment/enrolment-documents'
import { type EnrolmentCheckRecord, findAssignee, listChecks } from '@entente/db/enrolment/enrolment-reviews'
import type { Enrolment } from '@entente/db/enrolment/enrolments'
import type { PartnerProfile } from '@entente/db/enrolment/partner-profiles'
import type { Id } from '@entente/domain/core/id'
import {
  type Checkable,
  type CheckedChanges,
  type CheckedData,
  canonicalForm,
  changesSince,
  checkedData,
  resultNow,
} from '@entente/domain/enrolment/checked-data'
import { type CheckResult, type EnrolmentCheck, enrolmentChecks } from '@entente/domain/enrolment/enrolment'
import { type AskedCheck, dueChecks, type Given, missingEvidence } from '@entente/domain/enrolment/evidence'
import { verifiedProfile } from './reviewed-profile.ts'

/** A check as it counts now, beside what it would look at now. */
export type CheckNow = {
  check: EnrolmentCheck
  result: CheckResult
  note: string
  seen: CheckedData
  digest: string
  /** What has changed since the last result was recorded. */
  changes: CheckedChanges | undefined
}

/** What an applicant gave for the checks that its cloud and its kind ask for (§3.3). */
export type GivenEvidence = Given & { asked: readonly AskedCheck[] }

/** The operator's part of an application: who looks after it, and which results of the checks that are due still count. */
export type ApplicationReview = {
  assigneeId: Id<'account'> | null
  documents: EnrolmentDocument[]
  due: CheckNow[]
}

/** The asked checks that wait for a document or a consent. */
export const checksWithoutEvidence = (given: GivenEvidence): AskedCheck[] =>
  given.asked.filter((check) => missingEvidence(check, given).length > 0)

/** Reads the review with everything that its checks look at. In a transaction that holds the application's lock, it stays so. */
export async function readReview(
  db: OperatorDb,
  { organisationId, membership, state }: Enrolment,
  profile: PartnerProfile,
  asked: readonly AskedCheck[],
): Promise<ApplicationReview> {
  const recorded = await listChecks(db, organisationId)
  const documents = await listEnrolmentDocuments(db, organisationId)
  const application = {
    ...profile,
    membership,
    documents: documents.map(({ id, kind, sha256 }) => ({ id, kind, sha256: sha256.toString('hex') })),
  }
  const checks = enrolmentChecks.map((check) =>
    checkNow(
      check,
      application,
      recorded.find(({ name }) => name === check),
    ),
  )
  // Beside what was verified, and not what a check last looked at: a result of this review leaves its check due.
  const { verified, pending } = verifiedProfile(profile, state === 're_review')
  const before = { ...application, ...verified }
  const isConcerned = (check: EnrolmentCheck) =>
    pending !== null &&
    changesSince(checkedData(check, before), checkedData(check, application)) !== undefined
  const due = dueChecks(asked, state, isConcerned)
  return {
    assigneeId: await findAssignee(db, organisationId),
    documents,
    due: checks.filter(({ check }) => due.includes(check)),
  }
}

function checkNow(
  check: EnrolmentCheck,
  application: Checkable,
  recorded: EnrolmentCheckRecord | undefined,
): CheckNow {
  const seen = checkedData(check, application)
  const digest = createHash('sha256').update(canonicalForm(check, application)).digest('hex')
  const changes = recorded?.seen ? changesSince(recorded.seen, seen) : undefined
  const result = recorded ? resultNow(recorded, digest) : 'open'
  return { check, result, note: recorded?.note ?? '', seen, digest, changes }
}

/** The review of an application that an operator's transaction read. */
export function reviewOf({ review }: { review: ApplicationReview | null }): ApplicationReview {
  if (!review) throw new Error('Only an operator reads and writes a review.')
  return review
}

/** The results that count; an applicant sees no review, and does nothing that a check guards. */
export const resultsOf = (review: ApplicationReview | null): Partial<Record<EnrolmentCheck, CheckResult>> =>
  Object.fromEntries(review?.due.map(({ check, result }) => [check, result]) ?? [])

/** What to save for a result: itself, with the digest of what was checked and that data. An open check has seen nothing. */
export const recordOf = (
  { check, digest, seen }: CheckNow,
  { result, note }: { result: CheckResult; note: string },
): EnrolmentCheckRecord => {
  const looked = result === 'open' ? { digest: null, seen: null } : { digest, seen }
  return { name: check, result, note, ...looked }
}
