import type { PartnerProfile } from '@entente/db/enrolment/partner-profiles'
import { z } from 'zod'

const text = z.string().nullable()

/** Legal name, address and primary contact: what a change of is reviewed (4.2). */
const card = z.object({
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
export type PartnerCard = z.output<typeof card>

/** The verified card and, beside it, the one that is under review. */
export function verifiedCard(
  profile: PartnerProfile,
  isReviewed: boolean,
): { verified: PartnerCard; pending: PartnerCard | null } {
  const now = card.parse(profile)
  if (!isReviewed || profile.beforeChange === null) return { verified: now, pending: null }
  return { verified: card.parse(profile.beforeChange), pending: now }
}
