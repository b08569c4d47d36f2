import { countryCode } from '@entente/domain/core/organisation'
import { oneLine } from '@entente/domain/identity/account'
import { formatAddress } from 'localized-address-format'
import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator'
import { z } from 'zod'

export const addressFields = ['line1', 'line2', 'city', 'region', 'postalCode'] as const
export type AddressField = (typeof addressFields)[number]

/** A company's address as the legal profile stores it; fields that its country does not use are empty. */
export type PostalAddress = { country: string } & Record<AddressField, string>

export type AddressForm = { fields: readonly AddressField[]; required: readonly AddressField[] }

// The library says how an address is written, not which parts are required. These two lists are our own.
const withRegion = new Set('AE AU BR CA CN CO ES HK ID IN IT JP KR MX MY RU TW US VE'.split(' '))
const withPostalCode = new Set(
  (
    'AT AU BE BG BR CA CH CN CY CZ DE DK EE ES FI FR GB GR HR HU IN IT JP KR LI LT LU LV MT MX MY NL NO NZ PL PT RO ' +
    'RU SE SG SI SK TR TW UA US ZA'
  ).split(' '),
)

const probe = { city: '\u0001', region: '\u0002', postalCode: '\u0003' }

/** The fields of an address in a country, in the order in which they are written there, and the required ones. */
export function addressForm(country: string): AddressForm {
  const written = formatAddress({
    postalCountry: country,
    addressLines: ['\u0004'],
    locality: probe.city,
    administrativeArea: probe.region,
    postalCode: probe.postalCode,
  }).join('\n')
  const places = { line1: '\u0004', ...probe }
  const inOrder = (Object.keys(places) as (keyof typeof places)[])
    .filter((field) => written.includes(places[field]))
    .sort((one, other) => written.indexOf(places[one]) - written.indexOf(places[other]))
  return {
    fields: inOrder.flatMap((field) => (field === 'line1' ? ['line1' as const, 'line2' as const] : [field])),
    required: inOrder.filter(
      (field) =>
        field === 'line1' ||
        field === 'city' ||
        (field === 'region' && withRegion.has(country)) ||
        (field === 'postalCode' && withPostalCode.has(country)),
    ),
  }
}

/** The lines of an address as written on a letter within its country. */
export const addressLines = (address: PostalAddress): string[] =>
  formatAddress({
    postalCountry: address.country,
    addressLines: [address.line1, address.line2].filter((line) => line !== ''),
    locality: address.city,
    administrativeArea: address.region,
    postalCode: address.postalCode,
  })

const optionalLine = (max: number) => z.union([z.literal(''), oneLine(max)]).default('')

export const addressShape = {
  country: countryCode,
  line1: oneLine(200),
  line2: optionalLine(200),
  city: optionalLine(100),
  region: optionalLine(100),
  postalCode: optionalLine(20),
}

export type AddressFault = { field: AddressField; message: 'required' | 'not a postal code' }

/** The faults of an address by the rules of its country. */
export function addressFaults(address: PostalAddress): AddressFault[] {
  const missing = addressForm(address.country).required.filter((field) => address[field] === '')
  const faults: AddressFault[] = missing.map((field) => ({ field, message: 'required' }))
  const { country, postalCode } = address
  const isWrong =
    postalCode !== '' &&
    postcodeValidatorExistsForCountry(country) &&
    !postcodeValidator(postalCode.toUpperCase(), country)
  return isWrong ? [...faults, { field: 'postalCode', message: 'not a postal code' }] : faults
}

export const postalAddress = z.object(addressShape).superRefine((address, context) => {
  for (const { field, message } of addressFaults(address))
    context.addIssue({ code: 'custom', path: [field], message })
})
