import type { EnrolmentPart } from './enrolment.ts'

/** The parts that the application asks for: of a company that is already enrolled, only its support contact. */
export const partsToAsk = (isKnownCompany: boolean): readonly EnrolmentPart[] =>
  isKnownCompany ? ['support'] : ['legal_profile', 'primary_contact', 'support']

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
export const missingParts = (profile: WrittenProfile, isKnownCompany: boolean): EnrolmentPart[] =>
  partsToAsk(isKnownCompany).filter(
    (part) => part !== 'document' && fieldsOf[part].some((field) => profile[field] === null),
  )
