import { type EnrolmentPart, type EnrolmentState, isCorrecting } from './enrolment.ts'
import type { ProfileField } from './enrolment-input.ts'

/**
 * The parts that the application asks for: of a company that is already enrolled, only its support contact. It gives
 * documents and consents for new checks during the review.
 */
export const partsToAsk = (isKnownCompany: boolean): readonly EnrolmentPart[] =>
  isKnownCompany ? ['support'] : ['legal_profile', 'primary_contact', 'support', 'evidence']

/** What the applicant has filled in so far, as the rows hold it; null for a field that is still empty. */
export type WrittenProfile = {
  addressLine1: string | null
  contactName: string | null
  contactEmail: string | null
  contactPhone: string | null
  supportEmail: string | null
  supportPhone: string | null
}

const fieldsOf = {
  legal_profile: ['addressLine1'],
  primary_contact: ['contactName', 'contactEmail', 'contactPhone'],
  support: ['supportEmail', 'supportPhone'],
} as const satisfies Partial<Record<EnrolmentPart, readonly (keyof WrittenProfile)[]>>

/** The parts that are missing for **Enroll now** (R-097). A part is saved as a whole, so its required fields tell. */
export const missingParts = (
  profile: WrittenProfile,
  isKnownCompany: boolean,
  isEvidenceMissing: boolean,
): EnrolmentPart[] =>
  partsToAsk(isKnownCompany).filter((part) => {
    if (part === 'answer') return false
    return part === 'evidence' ? isEvidenceMissing : fieldsOf[part].some((field) => profile[field] === null)
  })

/** A part that has a page of its own. */
export type EditablePart = Exclude<EnrolmentPart, 'answer' | 'evidence'> | 'membership'

/** Where the applicant corrects what a reviewer names as failed (U-21). */
export const partOfField = {
  membership: 'membership',
  legal_name: 'legal_profile',
  registration_number: 'legal_profile',
  address: 'legal_profile',
  contact_name: 'primary_contact',
  contact_email: 'primary_contact',
  contact_phone: 'primary_contact',
  support: 'support',
} as const satisfies Record<ProfileField, EditablePart>

/** The fields that a reviewer can name: during a re-review those that are reviewed, which the account's settings change. */
export const fieldsToName = (state: EnrolmentState): ProfileField[] =>
  (Object.keys(partOfField) as ProfileField[]).filter(
    (field) => state !== 're_review' || (field !== 'membership' && field !== 'support'),
  )

const drafts: readonly EnrolmentState[] = ['signed_in', 'membership_linked', 'membership_postponed']

/** Whether the application has not been submitted yet. */
export const isDraft = (state: EnrolmentState): boolean => drafts.includes(state)

/** Whether the applicant may change a part now: as long as it drafts, and while the operator waits for it. */
export const isEditable = (state: EnrolmentState, part: EditablePart, isKnownCompany: boolean): boolean =>
  isCorrecting(state) || (isDraft(state) && (part === 'support' || !isKnownCompany))
