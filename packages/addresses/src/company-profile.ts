import { countryCode } from '@entente/domain/core/organisation'
import { asWebAddress, withoutMarksAround } from '@entente/domain/core/typed-text'
import { emailAddress, oneLine } from '@entente/domain/identity/account'
import { providerEntryShape } from '@entente/domain/partner/provider-entry'
import { z } from 'zod'
import { phoneNumber } from './phone.ts'
import { addressFaults, addressShape, withPostalCode } from './postal-address.ts'

/** A phone number typed on a form; `country` is the company's, for numbers without a country code. */
const phone = { phone: z.string().overwrite(withoutMarksAround).pipe(oneLine(60)), country: countryCode }

/** Replaces the number by its E.164 form, or reports the field. */
function withPhone<Value extends { phone: string; country: string }>(
  value: Value,
  context: z.RefinementCtx,
): Value {
  const number = phoneNumber(value.phone, value.country)
  if (number) return { ...value, phone: number }
  context.addIssue({ code: 'custom', path: ['phone'], message: 'not a phone number' })
  return z.NEVER
}

/** The legal business profile, checked by the rules of its country. */
export const legalProfileInput = z
  .object({
    legalName: oneLine(200),
    registrationNumber: z.union([z.literal(''), oneLine(50)]).default(''),
    ...addressShape,
  })
  .superRefine((profile, context) => {
    for (const { field, message } of addressFaults(profile))
      context.addIssue({ code: 'custom', path: [field], message })
  })
  .overwrite(withPostalCode)
export type LegalProfileInput = z.output<typeof legalProfileInput>

/** The primary contact: oneself or a colleague. Whether the e-mail address is allowed is checked elsewhere. */
export const primaryContactInput = z
  .object({ who: z.enum(['me', 'someone_else']), name: oneLine(200), email: emailAddress, ...phone })
  .transform(withPhone)
export type PrimaryContactInput = z.output<typeof primaryContactInput>

const webAddress = z
  .string()
  .overwrite(asWebAddress)
  .max(500)
  .refine((text) => text === '' || isWebAddress(text), 'not a web address')
  .default('')

/** Support details that customers see; all that an already enrolled company enters. */
export const supportInput = z
  .object({ email: emailAddress, website: webAddress, ...phone })
  .transform(withPhone)
/** What a provider says about itself in the directory, and how resellers reach it. */
export const providerEntryInput = z
  .object({ ...providerEntryShape, email: emailAddress, website: webAddress, ...phone })
  .transform(withPhone)

export type SupportInput = z.output<typeof supportInput>

function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  // An e-mail address reads like a web address with a user name.
  return isWeb && url.username === '' && url.hostname.includes('.')
}
