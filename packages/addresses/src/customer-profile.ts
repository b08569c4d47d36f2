import { locale } from '@entente/domain/core/locale'
import { withoutMarksAround } from '@entente/domain/core/typed-text'
import type { CustomerProfile, ProfilePart } from '@entente/domain/customer/customer-profile'
import { emailAddress, oneLine } from '@entente/domain/identity/account'
import { z } from 'zod'
import { phoneNumber } from './phone.ts'
import { addressFaults, addressShape, withPostalCode } from './postal-address.ts'

const orEmpty = <Schema extends z.ZodType<string, string>>(schema: Schema) =>
  z.union([z.literal(''), schema]).default('')

const shape = {
  number: orEmpty(oneLine(50)),
  contactName: orEmpty(oneLine(100)),
  contactEmail: orEmpty(emailAddress),
  contactPhone: z.string().max(60).overwrite(withoutMarksAround).default(''),
  language: locale,
  ...addressShape,
  /** The version that the page showed; 0 where nothing was saved before. */
  version: z.coerce.number().int().min(0),
}

/** What a person enters for each part of a customer's profile, checked by the rules of its country. */
export const customerProfileInput = {
  company: z.object({ ...shape, companyName: z.literal('').default('') }).transform(checked),
  billing: z.object({ ...shape, companyName: oneLine(200) }).transform(checked),
} satisfies Record<ProfilePart, z.ZodType>
export type CustomerProfileInput = z.output<(typeof customerProfileInput)[ProfilePart]>

function checked<Value extends z.output<z.ZodObject<typeof shape>>>(
  value: Value,
  context: z.RefinementCtx,
): Value {
  for (const { field, message } of addressFaults(value))
    context.addIssue({ code: 'custom', path: [field], message })
  const { contactPhone, country } = value
  const number = contactPhone && phoneNumber(contactPhone, country)
  if (number === undefined)
    context.addIssue({ code: 'custom', path: ['contactPhone'], message: 'not a phone number' })
  return { ...withPostalCode(value), contactPhone: number ?? contactPhone }
}

const orNull = (text: string): string | null => (text === '' ? null : text)

/** What is saved of it; fields that were left empty are null. */
export const profileOf = (input: CustomerProfileInput): Omit<CustomerProfile, 'version' | 'changedAt'> => ({
  companyName: orNull(input.companyName),
  number: orNull(input.number),
  contactName: orNull(input.contactName),
  contactEmail: orNull(input.contactEmail),
  contactPhone: orNull(input.contactPhone),
  language: input.language,
  addressLine1: input.line1,
  addressLine2: orNull(input.line2),
  city: orNull(input.city),
  region: orNull(input.region),
  postalCode: orNull(input.postalCode),
})
