import type { PartnerProfile } from '@entente/db/enrolment/partner-profiles'
import { z } from 'zod'

const text = z.string().nullable()

/** Legal name, address and primary contact: the part of the company profile whose changes are reviewed (§4.2). */
const reviewedFields = z.object({
  legalName: z.string(),
  country: z.string(),
  registrationNumber: text,
  addressLine1: text,
  addressLine2: text,
  city: text,
  region: text,
  postalCode: text,
  contactIsApplicant: z.boolean().nullable(),
  contactName: text,
  contactEmail: text,
  contactPhone: text,
  contactStatus: z.enum(['none', 'sent', 'verified', 'denied', 'bounced']),
})
export type ReviewedProfile = z.output<typeof reviewedFields>

/** The verified profile, and the one under review if there is one. */
export function verifiedProfile(
  profile: PartnerProfile,
  isReviewed: boolean,
): { verified: ReviewedProfile; pending: ReviewedProfile | null } {
  const now = reviewedFields.parse(profile)
  if (!isReviewed || profile.beforeChange === null) return { verified: now, pending: null }
  return { verified: reviewedFields.parse(profile.beforeChange), pending: now }
}
