import { legalProfileInput, primaryContactInput, supportInput } from '@entente/addresses/company-profile'
import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { listPartnerAgreements } from '@entente/db/enrolment/applications'
import { findEnrolment } from '@entente/db/enrolment/enrolments'
import { type PartnerProfile, savePartnerProfile } from '@entente/db/enrolment/partner-profiles'
import { listPeople } from '@entente/db/identity/people'
import { contactLimits } from '@entente/domain/enrolment/contact-verification'
import { canHappen, nextActor } from '@entente/domain/enrolment/enrolment'
import { submitInput as versionInput } from '@entente/domain/enrolment/enrolment-input'
import { actorOf, partnerMutation, partnerQuery } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { contactFacts, contactNow } from '../enrolment/enrolment-contact.ts'
import { contactColumns, readContact } from '../enrolment/enrolment-drafts.ts'
import { type ApplicantCtx, isAdminAgent } from '../enrolment/enrolment-scope.ts'
import { enrolmentFacts, lockedEnrolment, profileOf, takeStep } from '../enrolment/enrolment-step.ts'
import { verifiedProfile } from '../enrolment/reviewed-profile.ts'

const dayMs = 86_400_000

/** The company profile: what was verified, what waits for review, and what customers see (§4.2, R-080, R-181). */
export const partnerAccountProfile = {
  get: partnerQuery('account.view').query(({ ctx }) => accountOf(ctx)),

  /** A changed name or address is reviewed; until then the account keeps working with the verified one (§4.2). */
  changeProfile: partnerMutation('account.edit')
    .input(legalProfileInput)
    .input(versionInput)
    .mutation(async ({ ctx, input: { version, ...profile } }) => {
      const { country } = ctx.session.organisation
      if (profile.country !== country)
        throw refused({ code: 'country_not_allowed', country: profile.country })
      return change(ctx, version, {
        legalName: profile.legalName,
        registrationNumber: orNull(profile.registrationNumber),
        addressLine1: profile.line1,
        addressLine2: orNull(profile.line2),
        city: orNull(profile.city),
        region: orNull(profile.region),
        postalCode: orNull(profile.postalCode),
      })
    }),

  /** A changed primary contact is asked by M-01 and reviewed (§4.2, R-101). */
  changeContact: partnerMutation('account.edit')
    .input(primaryContactInput)
    .input(versionInput)
    .mutation(async ({ ctx, input: { version, ...contact } }) =>
      change(ctx, version, contactColumns(await readContact(ctx, contact))),
    ),

  support: partnerQuery('account.edit_support').query(async ({ ctx }) =>
    supportOf(await profileOf(ctx.db, ctx.session.organisation.id)),
  ),

  /** Changes the support contact that customers see. It is not reviewed. */
  changeSupport: partnerMutation('account.edit_support')
    .input(supportInput)
    .mutation(async ({ ctx, input }) => {
      const { db, session } = ctx
      const organisationId = session.organisation.id
      const support = {
        supportEmail: input.email,
        supportPhone: input.phone,
        supportWebsite: orNull(input.website),
      }
      await savePartnerProfile(db, organisationId, support, ctx.clock())
      const entry: AuditEntry = { organisationId, action: 'account.support_changed', payload: {} }
      await insertAudit(db, actorOf(ctx), [entry], ctx.clock())
      return {}
    }),
}

const orNull = (text: string): string | null => (text === '' ? null : text)

const supportOf = ({ supportEmail, supportPhone, supportWebsite, country }: PartnerProfile) => ({
  ...{ email: supportEmail, phone: supportPhone, website: supportWebsite, country },
})

type Card = Partial<Omit<PartnerProfile, 'organisationId' | 'beforeChange' | 'updatedAt'>>

/** Saves what differs and asks for a review; a press that changes nothing asks for none. */
async function change(ctx: ApplicantCtx, seen: number, card: Card): Promise<{ isChanged: boolean }> {
  const { db, session } = ctx
  const organisationId = session.organisation.id
  const enrolment = await lockedEnrolment(db, organisationId, seen)
  if (!canHappen(enrolment.state, 'change_profile'))
    throw refused({ code: 'enrolment_state_changed', state: enrolment.state })
  const before = await profileOf(db, organisationId)
  const fields = (Object.keys(card) as (keyof Card)[]).filter((field) => card[field] !== before[field])
  if (fields.length === 0) return { isChanged: false }
  // A review needs the contact's answer, so there has to be a contact.
  const contactEmail = card.contactEmail ?? before.contactEmail
  if (contactEmail === null) throw refused({ code: 'enrolment_incomplete', missing: ['primary_contact'] })
  const contactChanges = contactEmail !== before.contactEmail
  if (contactChanges) await limitContactMails(ctx)
  await savePartnerProfile(db, organisationId, card, ctx.clock())
  const known = { isAdminAgent: isAdminAgent(session.roles), contactChanges }
  const facts = await enrolmentFacts(db, enrolment, known)
  const details = { change: { reason: null, failedFields: [] }, payload: { fields } }
  await takeStep(ctx, db, { enrolment, facts, event: 'change_profile', side: 'applicant', ...details })
  return { isChanged: true }
}

/** At most three verification mails a day, to any address: an account must not become a way to mail strangers. */
async function limitContactMails(ctx: ApplicantCtx): Promise<void> {
  const { sendsInLastDay, oldestSendAt, now } = await contactFacts(ctx)
  if (sendsInLastDay < contactLimits.sendsPerDay || !oldestSendAt) return
  const waitMs = oldestSendAt.getTime() + dayMs - now.getTime()
  throw refused({ code: 'too_many_attempts', retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) })
}

async function accountOf(ctx: ApplicantCtx) {
  const { db, session, cloud } = ctx
  const { id } = session.organisation
  const enrolment = await findEnrolment(db, id)
  if (!enrolment) throw refused({ code: 'not_found' })
  const profile = await profileOf(db, id)
  const { state, version, mpnId, membership } = enrolment
  const isReviewed = state === 're_review'
  const { name, url, version: current } = cloud.partnerAgreement
  const people = new Map((await listPeople(db, id)).map((person) => [person.accountId, person]))
  return {
    version,
    ...verifiedProfile(profile, isReviewed),
    review: isReviewed
      ? {
          since: enrolment.stateSince,
          next: nextActor(state, profile.contactStatus),
          contact: await contactNow(ctx),
        }
      : null,
    /** Why the last change was rejected. */
    refusal: state === 'active' && enrolment.reason !== null ? enrolment.reason : null,
    reviewTime: cloud.enrolment.reviewTime,
    support: supportOf(profile),
    mpnId,
    membership,
    agreement: { name, version: current, url },
    signatures: (await listPartnerAgreements(db, id)).map(({ accountId, ...signature }) => ({
      ...signature,
      email: people.get(accountId)?.email ?? null,
    })),
  }
}
