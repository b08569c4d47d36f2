import { countryCode } from '@entente/domain/core/organisation'
import { withoutMarksAround } from '@entente/domain/core/typed-text'
import { oneLine } from '@entente/domain/identity/account'
import { z } from 'zod'
import { type AddressRule, addressRules } from './address-rules.gen.ts'
import { postalCodeIn } from './postal-code.ts'

export const addressFields = ['line1', 'line2', 'city', 'region', 'postalCode'] as const
export type AddressField = (typeof addressFields)[number]

/** A company's address as the legal profile stores it; fields that its country does not use are empty. */
export type PostalAddress = { country: string } & Record<AddressField, string>

export type AddressForm = { fields: readonly AddressField[]; required: readonly AddressField[] }

const unknownCountry: AddressRule = { format: '%A%n%C', required: 'AC' }
const ruleOf = (country: string): AddressRule => addressRules[country] ?? unknownCountry

/** The data's letters for the fields that a legal profile has. It leaves out districts (D) and sorting codes (X). */
const fieldsOf: Record<string, readonly AddressField[]> = {
  A: ['line1', 'line2'],
  C: ['city'],
  S: ['region'],
  Z: ['postalCode'],
}

/** The fields of an address in a country, in the order in which they are written there, and the required ones. */
export function addressForm(country: string): AddressForm {
  const { format, required } = ruleOf(country)
  const letters = [...format.matchAll(/%([A-Z])/g)].map(([, letter = '']) => letter)
  const fields = letters.flatMap((letter) => fieldsOf[letter] ?? [])
  // The second line of a street is never required.
  const needed = [...required].flatMap((letter) => fieldsOf[letter]?.slice(0, 1) ?? [])
  return { fields, required: fields.filter((field) => needed.includes(field)) }
}

/**
 * The lines of an address as written on a letter within its country. What stands beside a field in the format, such as a
 * comma or `CH-`, goes with it: with the field after it, else with the one before.
 */
export function addressLines(address: PostalAddress): string[] {
  return ruleOf(address.country)
    .format.split('%n')
    .flatMap((line) => lineOf(line, address))
}

function lineOf(format: string, address: PostalAddress): string[] {
  const parts = format.split(/(%[A-Z])/).filter((part) => part !== '')
  const values = parts.map((part) => {
    const fields = part.startsWith('%') ? (fieldsOf[part.slice(1)] ?? []) : undefined
    return fields?.map((field) => address[field]).filter((value) => value !== '')
  })
  const isEmpty = (at: number) => values[at]?.length === 0
  const written = parts.flatMap((part, at) => {
    const own = values[at]
    if (own) return own.length > 0 ? [own] : []
    // A field before that was left out takes the text with it.
    return isEmpty(at + 1) || (at > 0 && isEmpty(at - 1)) ? [] : [[part]]
  })
  return written
    .reduce<string[]>(
      (lines, [first = '', ...more]) => [...lines.slice(0, -1), `${lines.at(-1) ?? ''}${first}`, ...more],
      [],
    )
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

const optionalLine = (max: number) => z.union([z.literal(''), oneLine(max)]).default('')

export const addressShape = {
  country: countryCode,
  line1: oneLine(200),
  line2: optionalLine(200),
  city: optionalLine(100),
  region: optionalLine(100),
  postalCode: z
    .string()
    .overwrite(withoutMarksAround)
    .default('')
    .pipe(z.union([z.literal(''), oneLine(40)])),
}

export type AddressFault = { field: AddressField; message: 'required' | 'not a postal code' }

/** The faults of an address by the rules of its country. */
export function addressFaults(address: PostalAddress): AddressFault[] {
  const missing = addressForm(address.country).required.filter((field) => address[field] === '')
  const faults: AddressFault[] = missing.map((field) => ({ field, message: 'required' }))
  const { country, postalCode } = address
  const isWrong = postalCode !== '' && postalCodeIn(country, postalCode) === undefined
  return isWrong ? [...faults, { field: 'postalCode', message: 'not a postal code' }] : faults
}

/** Writes the postal code as its country does. */
export const withPostalCode = <Address extends PostalAddress>(address: Address): Address => ({
  ...address,
  postalCode: postalCodeIn(address.country, address.postalCode) ?? address.postalCode,
})
