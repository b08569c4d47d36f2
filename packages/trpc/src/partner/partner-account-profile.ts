import { legalProfileInput, primaryContactInput, supportInput } from '@entente/addresses/company-profile'
import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { insertPartnerAgreement, listPartnerAgreements } from '@entente/db/enrolment/applications'
import {
  findCompanyProfile,
  type PartnerProfile,
  type ProfileChange,
  saveCompanyProfile,
} from '@entente/db/enrolment/partner-profiles'
import { listPeople } from '@entente/db/identity/people'
import { isAgreementDue } from '@entente/domain/core/agreement-due'
import { isOpenTo } from '@entente/domain/core/permission'
import { canHappen } from '@entente/domain/enrolment/enrolment'
import { signAgreementInput, submitInput as versionInput } from '@entente/domain/enrolment/enrolment-input'
import { nextActor } from '@entente/domain/enrolment/next-actor'
import { actorOf, partnerMutation, partnerQuery } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { type ApplicantCtx, load, lock, step } from '../enrolment/application.ts'
import { contactNow } from '../enrolment/enrolment-contact.ts'
import { contactColumns, readContact } from '../enrolment/enrolment-drafts.ts'
import { verifiedProfile } from '../enrolment/reviewed-profile.ts'

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

  /** Signs a newer version of the agreement; what was signed before stays on record. Signed already, it changes nothing. */
  signAgreement: partnerMutation('agreement.sign', { fresh: true })
    .input(signAgreementInput)
    .mutation(async ({ ctx, input: { version, signer } }) => {
      const { db, session, cloud, now } = ctx
      const { id: organisationId, partnerStatus } = session.organisation
      const { name, version: current } = cloud.agreements.partner
      if (version !== current) throw refused({ code: 'agreement_changed' })
      // A company that enrols signs as a step of its application.
      const { enrolment, profile } = await lock(ctx, organisationId)
      if (partnerStatus === 'enrolling')
        throw refused({ code: 'enrolment_state_changed', state: enrolment.state })
      if (!isAgreementDue({ name, version }, await listPartnerAgreements(db, organisationId))) return {}
      await insertPartnerAgreement(db, {
        ...{ id: newId<'partner_agreement'>(), organisationId, accountId: session.account.id },
        ...{ legalName: verifiedProfile(profile, enrolment.state === 're_review').verified.legalName },
        ...{ signerName: signer, name, version, signedAt: now },
      })
      const payload = { agreement: name, version, signer }
      await insertAudit(
        db,
        actorOf(ctx),
        [{ organisationId, action: 'enrolment.agreement_signed', payload }],
        now,
      )
      return {}
    }),

  support: partnerQuery('account.edit_support').query(async ({ ctx }) =>
    supportOf(await findCompanyProfile(ctx.db, ctx.session.organisation.id)),
  ),

  /** Changes the support contact that customers see. It is not reviewed. */
  changeSupport: partnerMutation('account.edit_support')
    .input(supportInput)
    .mutation(async ({ ctx, input }) => {
      const { db, session, now } = ctx
      const organisationId = session.organisation.id
      const support = {
        supportEmail: input.email,
        supportPhone: input.phone,
        supportWebsite: orNull(input.website),
      }
      await saveCompanyProfile(db, organisationId, support, now)
      const entry: AuditEntry = { organisationId, action: 'account.support_changed', payload: {} }
      await insertAudit(db, actorOf(ctx), [entry], now)
      return {}
    }),
}

const orNull = (text: string): string | null => (text === '' ? null : text)

const supportOf = ({ supportEmail, supportPhone, supportWebsite, country }: PartnerProfile) => ({
  ...{ email: supportEmail, phone: supportPhone, website: supportWebsite, country },
})

/** Saves what differs and asks for a review; a press that changes nothing asks for none. */
async function change(
  ctx: ApplicantCtx,
  seen: number,
  profileChange: ProfileChange,
): Promise<{ isChanged: boolean }> {
  const application = await lock(ctx, ctx.session.organisation.id, seen)
  const { enrolment, profile } = application
  if (!canHappen(enrolment.state, 'change_profile'))
    throw refused({ code: 'enrolment_state_changed', state: enrolment.state })
  const fields = (Object.keys(profileChange) as (keyof ProfileChange)[]).filter(
    (field) => profileChange[field] !== profile[field],
  )
  if (fields.length === 0) return { isChanged: false }
  // A review needs the contact's answer, so there has to be a contact.
  if ((profileChange.contactEmail ?? profile.contactEmail) === null)
    throw refused({ code: 'enrolment_incomplete', missing: ['primary_contact'] })
  const details = { change: { reason: null, failedFields: [] }, payload: { fields } }
  await step(ctx, application, 'change_profile', { ...details, profileChange })
  return { isChanged: true }
}

async function accountOf(ctx: ApplicantCtx) {
  const { db, session, cloud } = ctx
  const { id, partnerStatus } = session.organisation
  const application = await load(ctx, id)
  const { enrolment, profile } = application
  const { state, version, mpnId, membership } = enrolment
  const isReviewed = state === 're_review'
  const { name, url, version: current } = cloud.agreements.partner
  const signatures = await listPartnerAgreements(db, id)
  const people = new Map((await listPeople(db, id)).map((person) => [person.accountId, person]))
  return {
    version,
    ...verifiedProfile(profile, isReviewed),
    review: isReviewed
      ? {
          since: enrolment.stateSince,
          next: nextActor(state, profile.contactStatus),
          contact: contactNow(application),
        }
      : null,
    /** Why the last change was rejected. */
    refusal: state === 'active' && enrolment.reason !== null ? enrolment.reason : null,
    reviewTime: cloud.enrolment.reviewTime,
    support: supportOf(profile),
    mpnId,
    membership,
    agreement: {
      ...{ name, version: current, url },
      /** Nobody can sign any more for a company that was de-authorised. */
      isDue:
        isOpenTo('agreement.sign', partnerStatus) && isAgreementDue({ name, version: current }, signatures),
    },
    signatures: signatures.map(({ accountId, ...signature }) => ({
      ...signature,
      email: people.get(accountId)?.email ?? null,
    })),
  }
}
