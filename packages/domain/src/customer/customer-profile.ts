import type { Locale } from '../core/locale.ts'

/** The parts of a customer's profile: its company, and what its invoices say. */
export const profileParts = ['company', 'billing'] as const
export type ProfilePart = (typeof profileParts)[number]

/** Somebody else saved the part after the person opened it. */
export type CustomerProfileRefusal = { code: 'customer_profile_changed' }

/** One part of the profile. `number`: in the register of companies, or for tax. */
export type CustomerProfile = {
  companyName: string | null
  number: string | null
  contactName: string | null
  contactEmail: string | null
  contactPhone: string | null
  language: Locale
  addressLine1: string
  addressLine2: string | null
  city: string | null
  region: string | null
  postalCode: string | null
  /** How often the part was saved. */
  version: number
  changedAt: Date
}
