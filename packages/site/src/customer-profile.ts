import { customerProfileInput } from '@entente/addresses/customer-profile'
import { addressForm } from '@entente/addresses/postal-address'
import {
  type CustomerProfile,
  type ProfilePart,
  profileParts,
} from '@entente/domain/customer/customer-profile'
import type { RequestEvent } from '@sveltejs/kit'
import { type FormValues, newIdempotencyKey } from './form.ts'
import { notFound } from './refusal.ts'

/** A part as the API sends it. */
export type SentProfile = Omit<CustomerProfile, 'changedAt'> & { changedAt: string }
export type SentProfiles = Partial<Record<ProfilePart, SentProfile>> & {
  mayEdit: Record<ProfilePart, boolean>
}

/** The part of a customer's profile that the address names. */
export const partOf = ({ params, locals }: RequestEvent<{ part: string }>) =>
  profileParts.find((part) => part === params.part) ?? notFound(locals.t)

/** What `customer-profile-form.svelte` needs beside the profile. */
export const profileForm = (country: string) => ({
  shape: addressForm(country),
  idempotencyKey: newIdempotencyKey(),
})

/** What it posts, read by the rules of the customer's country. */
export const readCompany = (country: string) => (values: FormValues) =>
  customerProfileInput.company.safeParse({ ...values, country })
export const readBilling = (country: string) => (values: FormValues) =>
  customerProfileInput.billing.safeParse({ ...values, country })
