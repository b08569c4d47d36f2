import type { OperatorDb } from '@entente/db/core/scopes'
import { listEnrolmentDocuments } from '@entente/db/enrolment/enrolment-documents'
import { findEnrolmentReview } from '@entente/db/enrolment/enrolment-reviews'
import { type Enrolment, findEnrolment, listEnrolmentEvents } from '@entente/db/enrolment/enrolments'
import {
  accountNames,
  findApplyingCompany,
  listSignedAgreements,
} from '@entente/db/enrolment/operator-enrolments'
import type { Id } from '@entente/domain/core/id'
import {
  canHappen,
  type EnrolmentFacts,
  nextActor,
  whyNot,
  whyNotCheck,
} from '@entente/domain/enrolment/enrolment'
import type { Refusal } from '@entente/domain/refusal'
import type { Context } from '../core/context.ts'
import { refused } from '../core/refused.ts'
import { enrolmentFacts, profileOf } from './enrolment-step.ts'
import { verifiedProfile } from './reviewed-profile.ts'

/** Everything that reviewers see of an application, and why each act cannot be done now. */
export async function readApplication(ctx: Context, db: OperatorDb, id: Id<'organisation'>) {
  const [enrolment, company] = [await findEnrolment(db, id), await findApplyingCompany(db, id)]
  if (!enrolment || !company) throw refused({ code: 'not_found' })
  const [profile, review] = [await profileOf(db, id), await findEnrolmentReview(db, id)]
  const [events, documents] = [await listEnrolmentEvents(db, id), await listEnrolmentDocuments(db, id)]
  const { applicantId, knownAs, membershipOptions: _, optionsUntil: __, ...application } = enrolment
  const names = await accountNames(db, [
    applicantId,
    review?.assigneeId ?? null,
    ...events.map(({ actorId }) => actorId as Id<'account'> | null),
    ...documents.map(({ uploadedBy }) => uploadedBy),
  ])
  const nameOf = (account: Id<'account'> | null) => (account && names.get(account)?.name) ?? null
  const { verified, pending } = verifiedProfile(profile, enrolment.state === 're_review')
  const { contactMailId: ___, beforeChange: ____, ...written } = profile
  return {
    application: { ...application, next: nextActor(enrolment.state, profile.contactStatus) },
    profile: written,
    /** The verified profile, while a change to it is under review. */
    before: pending && verified,
    company,
    knownAs: knownAs && {
      id: knownAs,
      legalName: (await findApplyingCompany(db, knownAs))?.legalName ?? null,
    },
    applicant: (applicantId && names.get(applicantId)) ?? null,
    agreements: await listSignedAgreements(db, id),
    review: {
      assignee: review?.assigneeId
        ? { name: nameOf(review.assigneeId), isMe: review.assigneeId === ctx.session?.account.id }
        : null,
      checks: [
        { check: 'profile', result: review?.profileCheck ?? 'open', note: review?.profileNote ?? '' },
        { check: 'authority', result: review?.authorityCheck ?? 'open', note: review?.authorityNote ?? '' },
      ] as const,
    },
    events: events.map(({ actorId, ...event }) => ({
      ...event,
      by: nameOf(actorId as Id<'account'> | null),
    })),
    documents: documents.map(({ sha256: _, organisationId: __, uploadedBy, ...document }) => ({
      ...document,
      uploadedBy: nameOf(uploadedBy),
    })),
    refusals: refusalsOf(enrolment, await enrolmentFacts(db, enrolment)),
  }
}

/** Why each act cannot be done now; null when it can. */
function refusalsOf({ state }: Enrolment, facts: EnrolmentFacts): Record<ReviewAct, Refusal | null> {
  const isUnverified = facts.contact !== 'verified' && (state === 'submitted' || state === 'blocked_denied')
  const of = (event: 'start_review' | 'request_documents' | 'accept' | 'reject') =>
    // The missing verification tells the reviewer more than the wrong state would.
    isUnverified ? ({ code: 'contact_not_verified' } as const) : (whyNot(state, event, facts) ?? null)
  const isWaiting = canHappen(state, 'verify_contact') && facts.contact === 'sent'
  return {
    start_review: of('start_review'),
    request_documents: of('request_documents'),
    accept: of('accept'),
    reject: of('reject'),
    check: whyNotCheck(state) ?? null,
    resend_verification: isWaiting ? null : { code: 'contact_settled' },
  }
}

export type ReviewAct =
  | 'start_review'
  | 'request_documents'
  | 'accept'
  | 'reject'
  | 'check'
  | 'resend_verification'
