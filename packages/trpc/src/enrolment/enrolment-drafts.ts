import { legalProfileInput, primaryContactInput, supportInput } from '@entente/addresses/company-profile'
import { saveEnrolment } from '@entente/db/enrolment/enrolments'
import { type ProfileChange, saveCompanyProfile } from '@entente/db/enrolment/partner-profiles'
import type { EnrolmentPart, EnrolmentState } from '@entente/domain/enrolment/enrolment'
import { submitInput } from '@entente/domain/enrolment/enrolment-input'
import { missingParts } from '@entente/domain/enrolment/enrolment-parts'
import type { z } from 'zod'
import { partnerMutation } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { type ApplicantCtx, type Application, lock, recordAct, step } from './application.ts'
import { refuseWebMail } from './web-mail.ts'

type Contact = z.output<typeof primaryContactInput>

/**
 * Legal profile, primary contact and support: each is saved alone, so that work can go on elsewhere. Each answers
 * with the progress of the application, which says what to ask next.
 */
export const enrolmentDrafts = {
  saveLegalProfile: partnerMutation('enrolment.manage')
    .input(legalProfileInput)
    .mutation(async ({ ctx, input }) => {
      // The directory's country is the account's own: a company that moves enrols again.
      const { country } = ctx.session.organisation
      if (input.country !== country) throw refused({ code: 'country_not_allowed', country: input.country })
      return savePart(ctx, 'legal_profile', {
        legalName: input.legalName,
        country,
        registrationNumber: orNull(input.registrationNumber),
        addressLine1: input.line1,
        addressLine2: orNull(input.line2),
        city: orNull(input.city),
        region: orNull(input.region),
        postalCode: orNull(input.postalCode),
      })
    }),

  saveContact: partnerMutation('enrolment.manage')
    .input(primaryContactInput)
    .mutation(async ({ ctx, input }) =>
      savePart(ctx, 'primary_contact', contactColumns(await readContact(ctx, input))),
    ),

  saveSupport: partnerMutation('enrolment.manage')
    .input(supportInput)
    .mutation(({ ctx, input }) =>
      savePart(ctx, 'support', {
        supportEmail: input.email,
        supportPhone: input.phone,
        supportWebsite: orNull(input.website),
      }),
    ),

  /** **Enroll now** (R-098). */
  submit: partnerMutation('enrolment.manage')
    .input(submitInput)
    .mutation(async ({ ctx, input }) => {
      const application = await lock(ctx, ctx.session.organisation.id, input.version)
      return progressOf(await step(ctx, application, 'submit', { change: { submittedAt: application.now } }))
    }),
}

const orNull = (text: string): string | null => (text === '' ? null : text)

/** The applicant, as the account names them, or a colleague. Refuses web-mail addresses of both. */
export async function readContact({ db, session }: ApplicantCtx, input: Contact): Promise<Contact> {
  const { name, email } = session.account
  const isMe = input.who === 'me' || input.email === email
  const contact: Contact = isMe ? { ...input, who: 'me', name, email } : input
  await refuseWebMail(db, contact.email)
  return contact
}

export const contactColumns = ({ who, name, email, phone }: Contact) => ({
  ...{ contactIsApplicant: who === 'me', contactName: name, contactEmail: email, contactPhone: phone },
})

const drafting: readonly EnrolmentState[] = ['signed_in', 'membership_linked', 'membership_postponed']
/** While the operator waits for the applicant, what failed can be corrected; every correction is recorded. */
const correcting: readonly EnrolmentState[] = ['documents_requested', 'rejected']

/** Whether the applicant may change a part now. A contact who was asked changes by a step of its own. */
export const isEditable = (state: EnrolmentState, part: EnrolmentPart, isKnownCompany: boolean): boolean =>
  (drafting.includes(state) && (part === 'support' || !isKnownCompany)) ||
  (correcting.includes(state) && part !== 'primary_contact')

/** What decides which page comes next. */
export const progressOf = ({ enrolment, profile }: Pick<Application, 'enrolment' | 'profile'>) => ({
  ...{ state: enrolment.state, mpnId: enrolment.mpnId, isKnownCompany: enrolment.knownAs !== null },
  missing: missingParts(profile, enrolment.knownAs !== null),
})

async function savePart(ctx: ApplicantCtx, part: EnrolmentPart, change: ProfileChange) {
  const application = await lock(ctx, ctx.session.organisation.id)
  const { enrolment, now } = application
  const { organisationId, state, knownAs } = enrolment
  if (!isEditable(state, part, knownAs !== null)) throw refused({ code: 'enrolment_state_changed', state })
  await saveCompanyProfile(ctx.db, organisationId, change, now)
  if (correcting.includes(state)) {
    // The new version tells the reviewer that the open page is out of date.
    await saveEnrolment(ctx.db, enrolment, {}, now)
    const payload = { part, fields: Object.keys(change) }
    await recordAct(ctx, application, 'enrolment.profile_corrected', payload)
  }
  return progressOf({ enrolment, profile: { ...application.profile, ...change } })
}
