import type { OperatorDb } from '@entente/db/core/scopes'
import { listPartnerAgreements } from '@entente/db/enrolment/applications'
import { listEnrolmentEvents } from '@entente/db/enrolment/enrolments'
import { accountNames, findApplyingCompany } from '@entente/db/enrolment/operator-enrolments'
import type { Id } from '@entente/domain/core/id'
import type { CheckedDocument } from '@entente/domain/enrolment/checked-data'
import { canHappen, type EnrolmentEvent, whyNot, whyNotCheck } from '@entente/domain/enrolment/enrolment'
import { isAskedCheck, missingEvidence } from '@entente/domain/enrolment/evidence'
import { nextActor } from '@entente/domain/enrolment/next-actor'
import type { Refusal } from '@entente/domain/refusal'
import type { Context } from '../core/context.ts'
import { type Application, load } from './application.ts'
import { type CheckNow, reviewOf } from './application-review.ts'
import { verifiedProfile } from './reviewed-profile.ts'

/** Everything that reviewers see of an application, and why each act cannot be done now. */
export async function readApplication(ctx: Context & { db: OperatorDb }, id: Id<'organisation'>) {
  const { db, session } = ctx
  const found = await load(ctx, id)
  const { enrolment, profile } = found
  const { assigneeId, due, documents } = reviewOf(found)
  const { given } = found
  const { knownName, ...company } = await findApplyingCompany(db, enrolment)
  const events = await listEnrolmentEvents(db, id)
  const agreements = await listPartnerAgreements(db, id)
  const { applicantId, knownAs, membershipOptions: _, optionsUntil: __, ...application } = enrolment
  // A document that was deleted has no name any more.
  const withName = ({ id, kind }: CheckedDocument) => ({
    ...{ id, kind },
    fileName: documents.find((document) => document.id === id)?.fileName ?? null,
  })
  const checkOf = ({ check, result, note, changes }: CheckNow) => {
    const named = changes && {
      ...changes,
      added: changes.added.map(withName),
      removed: changes.removed.map(withName),
    }
    const missing = isAskedCheck(check) ? missingEvidence(check, given) : []
    const consent = given.consented.find((one) => one.check === check)
    return {
      ...{ check, result, note, changes: named ?? null, missing },
      consent: consent ? { by: nameOf(consent.by), at: consent.at } : null,
    }
  }
  const names = await accountNames(db, [
    applicantId,
    assigneeId,
    ...events.map(({ actorId }) => actorId),
    ...documents.map(({ uploadedBy }) => uploadedBy),
    ...given.consented.map(({ by }) => by),
  ])
  const nameOf = (account: Id<'account'> | null) => (account && names.get(account)?.name) ?? null
  const { verified, pending } = verifiedProfile(profile, enrolment.state === 're_review')
  const { contactMailId: ___, beforeChange: ____, ...written } = profile
  return {
    application: { ...application, next: nextActor(enrolment.state, profile.contactStatus) },
    profile: written,
    contactForeignTo: found.contactForeignTo,
    /** The verified profile, while a change to it is under review. */
    before: pending && verified,
    company,
    knownAs: knownAs && { id: knownAs, legalName: knownName },
    applicant: (applicantId && names.get(applicantId)) ?? null,
    agreements: agreements.map(({ accountId: _account, ...agreement }) => agreement),
    review: {
      assignee: assigneeId ? { name: nameOf(assigneeId), isMe: assigneeId === session?.account.id } : null,
      /**
       * Those that are due: with what has changed since a result was recorded, which opened the check again, and with what the
       * applicant has given for it and what is missing.
       */
      checks: due.map(checkOf),
    },
    events: events.map(({ actorId, ...event }) => ({ ...event, by: nameOf(actorId) })),
    documents: documents.map(({ sha256: _, organisationId: __, uploadedBy, ...document }) => ({
      ...document,
      uploadedBy: nameOf(uploadedBy),
    })),
    refusals: refusalsOf(found),
  }
}

/** Why each act cannot be done now; null when it can. */
function refusalsOf({ enrolment: { state }, facts }: Application): Record<ReviewAct, Refusal | null> {
  const isUnverified = facts.contact !== 'verified' && (state === 'submitted' || state === 'blocked_denied')
  const of = (event: EnrolmentEvent) =>
    // The missing verification tells the reviewer more than the wrong state would.
    isUnverified ? ({ code: 'contact_not_verified' } as const) : (whyNot(state, event, facts) ?? null)
  const isWaiting = canHappen(state, 'verify_contact') && facts.contact === 'sent'
  return {
    start_review: of('start_review'),
    request_documents: of('request_documents'),
    accept: of('accept'),
    reject: of('reject'),
    // Their own reason tells more than that the contact has not answered.
    set_deadline: whyNot(state, 'set_deadline', facts) ?? null,
    close: whyNot(state, 'close', facts) ?? null,
    check: whyNotCheck(state) ?? null,
    resend_verification: isWaiting ? null : { code: 'contact_settled' },
  }
}

export type ReviewAct =
  | 'start_review'
  | 'request_documents'
  | 'accept'
  | 'reject'
  | 'set_deadline'
  | 'close'
  | 'check'
  | 'resend_verification'
