import { createHash } from 'node:crypto'
import type { OperatorDb } from '@entente/db/core/scopes'
import { type EnrolmentDocument, listEnrolmentDocuments } from '@entente/db/enrolment/enrolment-documents'
import { type EnrolmentReview, findEnrolmentReview } from '@entente/db/enrolment/enrolment-reviews'
import type { Enrolment } from '@entente/db/enrolment/enrolments'
import type { PartnerProfile } from '@entente/db/enrolment/partner-profiles'
import {
  type Checkable,
  type CheckedChanges,
  type CheckedData,
  canonicalForm,
  changesSince,
  checkedData,
  resultNow,
} from '@entente/domain/enrolment/checked-data'
import type { CheckResult, EnrolmentCheck } from '@entente/domain/enrolment/enrolment'

/** A check as it counts now, beside what it would look at now. */
type CheckNow = {
  result: CheckResult
  note: string
  seen: CheckedData
  digest: string
  /** What has changed since the last result was recorded. */
  changes: CheckedChanges | undefined
}

/** The operator's part of an application: what was recorded, and which results still count. */
export type ApplicationReview = {
  recorded: EnrolmentReview
  documents: EnrolmentDocument[]
  checks: Record<EnrolmentCheck, CheckNow>
}

/** Reads the review with everything that its checks look at. In a transaction that holds the application's lock, it stays so. */
export async function readReview(
  db: OperatorDb,
  { organisationId, membership }: Enrolment,
  profile: PartnerProfile,
): Promise<ApplicationReview> {
  const recorded = await findEnrolmentReview(db, organisationId)
  const documents = await listEnrolmentDocuments(db, organisationId)
  const application = {
    ...profile,
    membership,
    documents: documents.map(({ id, kind, sha256 }) => ({ id, kind, sha256: sha256.toString('hex') })),
  }
  const checks = {
    profile: checkNow('profile', application, {
      ...{ result: recorded.profileCheck, note: recorded.profileNote },
      ...{ digest: recorded.profileDigest, seen: recorded.profileSeen },
    }),
    authority: checkNow('authority', application, {
      ...{ result: recorded.authorityCheck, note: recorded.authorityNote },
      ...{ digest: recorded.authorityDigest, seen: recorded.authoritySeen },
    }),
  }
  return { recorded, documents, checks }
}

type Recorded = { result: CheckResult; note: string; digest: string | null; seen: CheckedData | null }

function checkNow(check: EnrolmentCheck, application: Checkable, recorded: Recorded): CheckNow {
  const seen = checkedData(check, application)
  const digest = createHash('sha256').update(canonicalForm(check, application)).digest('hex')
  const changes = recorded.seen ? changesSince(recorded.seen, seen) : undefined
  return { result: resultNow(recorded, digest), note: recorded.note, seen, digest, changes }
}

/** The review of an application that an operator's transaction read. */
export function reviewOf({ review }: { review: ApplicationReview | null }): ApplicationReview {
  if (!review) throw new Error('Only an operator reads and writes a review.')
  return review
}

/** The results that count; an applicant sees no review, and does nothing that a check guards. */
export const resultsOf = (review: ApplicationReview | null): Record<EnrolmentCheck, CheckResult> => ({
  profile: review?.checks.profile.result ?? 'open',
  authority: review?.checks.authority.result ?? 'open',
})

/** What to save for a result: itself, with the digest of what was checked and that data. An open check has seen nothing. */
export function recordOf(
  { checks }: ApplicationReview,
  check: EnrolmentCheck,
  { result, note }: { result: CheckResult; note: string },
): { change: Partial<EnrolmentReview>; digest: string | null } {
  const now = checks[check]
  const [digest, seen] = result === 'open' ? [null, null] : [now.digest, now.seen]
  const change =
    check === 'profile'
      ? { profileCheck: result, profileNote: note, profileDigest: digest, profileSeen: seen }
      : { authorityCheck: result, authorityNote: note, authorityDigest: digest, authoritySeen: seen }
  return { change, digest }
}
