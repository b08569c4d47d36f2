import { legalProfileInput, primaryContactInput, supportInput } from '@entente/addresses/company-profile'
import { type ProfileChange, saveCompanyProfile } from '@entente/db/enrolment/partner-profiles'
import { reopenInput, submitInput } from '@entente/domain/enrolment/enrolment-input'
import {
  type EditablePart,
  isDraft,
  isEditable,
  missingParts,
} from '@entente/domain/enrolment/enrolment-parts'
import { asksApplicant } from '@entente/domain/enrolment/evidence'
import type { z } from 'zod'
import { partnerMutation } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { type ApplicantCtx, type Application, lock, step } from './application.ts'
import { checksWithoutEvidence } from './application-review.ts'
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

  /** Begins a closed application again, with everything that was entered. */
  reopen: partnerMutation('enrolment.manage')
    .input(reopenInput)
    .mutation(async ({ ctx, input }) => {
      const application = await lock(ctx, ctx.session.organisation.id, input.version)
      const change = { mpnId: null, membership: null, reason: null, failedFields: [] }
      return progressOf(await step(ctx, application, 'reopen', { change }))
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

/** What decides which page comes next. */
export function progressOf({
  enrolment,
  profile,
  given,
}: Pick<Application, 'enrolment' | 'profile' | 'given'>) {
  const { state, mpnId, knownAs } = enrolment
  const isKnownCompany = knownAs !== null
  const isEvidenceMissing = checksWithoutEvidence(given).length > 0
  return {
    ...{ state, mpnId, isKnownCompany },
    /** Whether a check of this cloud waits for a document or a consent of the applicant. */
    asksEvidence: given.asked.some(asksApplicant),
    missing: missingParts(profile, isKnownCompany, isEvidenceMissing),
  }
}

/** Saves a part: freely in a draft, and as a recorded correction while the operator waits for it. */
export async function savePart(ctx: ApplicantCtx, part: EditablePart, change: ProfileChange) {
  const application = await lock(ctx, ctx.session.organisation.id)
  const { profile, now } = application
  const { organisationId, state, knownAs } = application.enrolment
  if (!isEditable(state, part, knownAs !== null)) throw refused({ code: 'enrolment_state_changed', state })
  if (isDraft(state)) {
    await saveCompanyProfile(ctx.db, organisationId, change, now)
    return progressOf({ ...application, profile: { ...profile, ...change } })
  }
  const fields = (Object.keys(change) as (keyof ProfileChange)[]).filter(
    (field) => change[field] !== profile[field],
  )
  // Saving what is there already corrects nothing, so it is no answer.
  if (fields.length === 0) return progressOf(application)
  const details = { profileChange: change, payload: { part, fields } }
  return progressOf(await step(ctx, application, 'correct_profile', details))
}
