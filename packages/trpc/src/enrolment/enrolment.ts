import { listPartnerAgreements } from '@entente/db/enrolment/applications'
import { listEnrolmentDocuments } from '@entente/db/enrolment/enrolment-documents'
import { listEnrolmentEvents } from '@entente/db/enrolment/enrolments'
import { canHappen, type EnrolmentEvent, enrolmentEvents, whyNot } from '@entente/domain/enrolment/enrolment'
import { isEditable } from '@entente/domain/enrolment/enrolment-parts'
import { evidenceFor, missingEvidence } from '@entente/domain/enrolment/evidence'
import { nextActor } from '@entente/domain/enrolment/next-actor'
import { partnerQuery } from '../core/gates.ts'
import { t } from '../core/trpc.ts'
import { type ApplicantCtx, load } from './application.ts'
import { enrolmentAccount } from './enrolment-account.ts'
import { enrolmentAgreement } from './enrolment-agreement.ts'
import { contactNow, enrolmentContact } from './enrolment-contact.ts'
import { enrolmentDocuments, takesDocuments } from './enrolment-documents.ts'
import { enrolmentDrafts, progressOf } from './enrolment-drafts.ts'
import { enrolmentMembership, membershipChoice } from './enrolment-membership.ts'

/** The enrolment of a company, from its own side (§4.2, §4.3). */
export const enrolment = t.router({
  ...enrolmentAccount,
  ...enrolmentMembership,
  ...enrolmentDrafts,
  ...enrolmentContact,
  ...enrolmentDocuments,
  ...enrolmentAgreement,

  /** The application as its applicant sees it: its state, who acts next, what failed, what is filled in so far. */
  get: partnerQuery('enrolment.manage').query(({ ctx }) => applicationOf(ctx)),

  /** The profiles that the last membership sign-in found; null when it has expired. */
  membershipOptions: partnerQuery('enrolment.manage').query(async ({ ctx }) => ({
    profiles: await membershipChoice(ctx),
  })),
})

async function applicationOf(ctx: ApplicantCtx) {
  const { db, session, cloud } = ctx
  const { id } = session.organisation
  const application = await load(ctx, id)
  const { enrolment, profile, facts } = application
  const {
    state,
    version,
    kind,
    membership,
    createdAt,
    submittedAt,
    stateSince,
    reason,
    failedFields,
    answerUntil,
  } = enrolment
  const progress = progressOf(application)
  const { isKnownCompany } = progress
  const { organisationId: _, contactStatus: _status, contactMailId: _mail, ...written } = profile
  const { name, version: agreementVersion, url } = cloud.agreements.partner
  const { given } = application
  const documents = await listEnrolmentDocuments(db, id)
  const events = await listEnrolmentEvents(db, id)
  const agreements = await listPartnerAgreements(db, id)
  return {
    ...progress,
    ...{ version, kind, membership, createdAt, submittedAt, stateSince, reason, failedFields, answerUntil },
    reviewTime: cloud.enrolment.reviewTime,
    nextActor: nextActor(state, profile.contactStatus),
    /** Whether something was corrected or uploaded that was not sent yet. */
    hasAnswer: facts.hasAnswer,
    isAdminAgent: facts.isAdminAgent,
    profile: written,
    contact: contactNow(application),
    contactForeignTo: application.contactForeignTo,
    editable: {
      membership: isEditable(state, 'membership', isKnownCompany),
      legal_profile: isEditable(state, 'legal_profile', isKnownCompany),
      primary_contact: isEditable(state, 'primary_contact', isKnownCompany),
      support: isEditable(state, 'support', isKnownCompany),
      documents: takesDocuments(state),
    },
    /** For each step that this state knows, why it cannot be taken yet; null when it can. */
    steps: Object.fromEntries(
      enrolmentEvents
        .filter((event) => canHappen(state, event))
        .map((event) => [event, whyNot(state, event, facts) ?? null]),
    ) as Partial<Record<EnrolmentEvent, ReturnType<typeof whyNot> | null>>,
    /** The checks of this cloud beside the usual ones: what each needs of the applicant, and what is missing. */
    asked: given.asked.map((check) => ({
      check,
      ...evidenceFor(check),
      missing: missingEvidence(check, given),
      consentedAt: given.consented.find((consent) => consent.check === check)?.at ?? null,
    })),
    documents: documents.map(
      ({ sha256: _hash, organisationId: _organisation, uploadedBy: _by, ...document }) => document,
    ),
    timeline: events.map(({ actorId: _actor, ...event }) => event),
    agreement: { name, version: agreementVersion, url },
    agreements: agreements.map(({ accountId: _account, ...agreement }) => agreement),
  }
}
