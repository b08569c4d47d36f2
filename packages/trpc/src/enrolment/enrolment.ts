import { listPartnerAgreements } from '@entente/db/enrolment/applications'
import { listEnrolmentDocuments } from '@entente/db/enrolment/enrolment-documents'
import { findEnrolment, listEnrolmentEvents } from '@entente/db/enrolment/enrolments'
import {
  canHappen,
  type EnrolmentEvent,
  enrolmentEvents,
  nextActor,
  whyNot,
} from '@entente/domain/enrolment/enrolment'
import { partnerQuery } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { enrolmentAccount } from './enrolment-account.ts'
import { enrolmentAgreement } from './enrolment-agreement.ts'
import { contactNow, enrolmentContact } from './enrolment-contact.ts'
import { enrolmentDocuments, takesDocuments } from './enrolment-documents.ts'
import { enrolmentDrafts, isEditable } from './enrolment-drafts.ts'
import { enrolmentMembership, membershipChoice } from './enrolment-membership.ts'
import { type ApplicantCtx, isAdminAgent } from './enrolment-scope.ts'
import { enrolmentFacts, profileOf } from './enrolment-step.ts'

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
  const enrolment = await findEnrolment(db, id)
  if (!enrolment) throw refused({ code: 'not_found' })
  const profile = await profileOf(db, id)
  const facts = await enrolmentFacts(db, enrolment, {
    isAdminAgent: isAdminAgent(session.roles),
  })
  const { state, version, kind, mpnId, membership } = enrolment
  const isKnownCompany = enrolment.knownAs !== null
  const { organisationId: _, contactStatus: _status, contactMailId: _mail, ...written } = profile
  return {
    ...{ state, version, kind, mpnId, membership, isKnownCompany },
    createdAt: enrolment.createdAt,
    submittedAt: enrolment.submittedAt,
    stateSince: enrolment.stateSince,
    reason: enrolment.reason,
    failedFields: enrolment.failedFields,
    reviewTime: cloud.enrolment.reviewTime,
    nextActor: nextActor(state, profile.contactStatus),
    missing: facts.missing,
    hasNewDocument: facts.hasNewDocument,
    isAdminAgent: facts.isAdminAgent,
    profile: written,
    contact: await contactNow(ctx),
    editable: {
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
    documents: (await listEnrolmentDocuments(db, id)).map(
      ({ sha256: _hash, organisationId: _organisation, uploadedBy: _by, ...document }) => document,
    ),
    timeline: (await listEnrolmentEvents(db, id)).map(({ actorId: _actor, ...event }) => event),
    agreement: {
      name: cloud.partnerAgreement.name,
      version: cloud.partnerAgreement.version,
      url: cloud.partnerAgreement.url,
    },
    agreements: (await listPartnerAgreements(db, id)).map(
      ({ accountId: _account, ...agreement }) => agreement,
    ),
  }
}
