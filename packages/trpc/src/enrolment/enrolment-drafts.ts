import { legalProfileInput, primaryContactInput, supportInput } from '@entente/addresses/company-profile'
import { insertAudit } from '@entente/db/core/audit'
import { saveEnrolment } from '@entente/db/enrolment/enrolments'
import { type PartnerProfile, savePartnerProfile } from '@entente/db/enrolment/partner-profiles'
import type { EnrolmentPart, EnrolmentState } from '@entente/domain/enrolment/enrolment'
import { submitInput } from '@entente/domain/enrolment/enrolment-input'
import type { z } from 'zod'
import { actorOf, partnerMutation } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { type ApplicantCtx, ownEnrolment, refuseWebMail, stepOfApplicant } from './enrolment-scope.ts'

type Contact = z.output<typeof primaryContactInput>

/** Legal business profile, primary contact and support: each is saved alone, so that anybody can go on elsewhere. */
export const enrolmentDrafts = {
  saveLegalProfile: partnerMutation('enrolment.manage')
    .input(legalProfileInput)
    .mutation(async ({ ctx, input }) => {
      // The directory's country is the account's own: who moves enrols anew.
      const { country } = ctx.session.organisation
      if (input.country !== country) throw refused({ code: 'country_not_allowed', country: input.country })
      await savePart(ctx, 'legal_profile', {
        legalName: input.legalName,
        country,
        registrationNumber: orNull(input.registrationNumber),
        addressLine1: input.line1,
        addressLine2: orNull(input.line2),
        city: orNull(input.city),
        region: orNull(input.region),
        postalCode: orNull(input.postalCode),
      })
      return {}
    }),

  saveContact: partnerMutation('enrolment.manage')
    .input(primaryContactInput)
    .mutation(async ({ ctx, input }) => {
      await savePart(ctx, 'primary_contact', contactColumns(await readContact(ctx, input)))
      return {}
    }),

  saveSupport: partnerMutation('enrolment.manage')
    .input(supportInput)
    .mutation(async ({ ctx, input }) => {
      await savePart(ctx, 'support', {
        supportEmail: input.email,
        supportPhone: input.phone,
        supportWebsite: orNull(input.website),
      })
      return {}
    }),

  /** **Enroll now** (R-098). */
  submit: partnerMutation('enrolment.manage')
    .input(submitInput)
    .mutation(async ({ ctx, input }) => {
      await stepOfApplicant(ctx, { event: 'submit', change: { submittedAt: ctx.clock() } }, input.version)
      return {}
    }),
}

const orNull = (text: string): string | null => (text === '' ? null : text)

/** Oneself or a colleague: of oneself the account says who it is. Web-mail is refused in any case. */
export async function readContact({ db, session }: ApplicantCtx, input: Contact): Promise<Contact> {
  const { name, email } = session.account
  const contact = input.who === 'me' ? { ...input, name, email } : input
  await refuseWebMail(db, contact.email)
  return contact
}

export const contactColumns = ({ who, name, email, phone }: Contact) => ({
  ...{ contactIsApplicant: who === 'me', contactName: name, contactEmail: email, contactPhone: phone },
})

const drafting: readonly EnrolmentState[] = ['signed_in', 'membership_linked', 'membership_postponed']
/** While the operator waits for the applicant, what failed can be corrected; every correction leaves a trace. */
const correcting: readonly EnrolmentState[] = ['documents_requested', 'rejected']

/** Whether the applicant may write a part now. A contact who was asked is changed by its own step. */
export const isEditable = (state: EnrolmentState, part: EnrolmentPart, isKnownCompany: boolean): boolean =>
  (drafting.includes(state) && (part === 'support' || !isKnownCompany)) ||
  (correcting.includes(state) && part !== 'primary_contact')

async function savePart(
  ctx: ApplicantCtx,
  part: EnrolmentPart,
  change: Partial<PartnerProfile>,
): Promise<void> {
  const now = ctx.clock()
  const enrolment = await ownEnrolment(ctx)
  const { organisationId, state, knownAs } = enrolment
  if (!isEditable(state, part, knownAs !== null)) throw refused({ code: 'enrolment_state_changed', state })
  await savePartnerProfile(ctx.db, organisationId, change, now)
  if (!correcting.includes(state)) return
  // Whoever reviews sees that the page they opened is not the last word.
  await saveEnrolment(ctx.db, enrolment, {}, now)
  await insertAudit(
    ctx.db,
    actorOf(ctx),
    [
      {
        organisationId,
        action: 'enrolment.profile_corrected',
        payload: { part, fields: Object.keys(change) },
      },
    ],
    now,
  )
}
