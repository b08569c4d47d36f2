import { z } from 'zod'
import { legacyEncodings } from '../core/csv.ts'
import { countryCode } from '../core/organisation.ts'
import { mailDomain, oneLine } from '../identity/account.ts'

/** Limits of one file. */
export const knownCustomerLimits = { rows: 20_000, bytes: 4 * 1024 * 1024 }

/** The columns of the file, all of them needed. */
export const knownCustomerColumns = ['partner_id', 'organisation', 'country', 'domain'] as const
export type KnownCustomerColumn = (typeof knownCustomerColumns)[number]

export const knownCustomerFaults = [
  'not_text',
  'damaged_text',
  'not_csv',
  'too_many_rows',
  'too_many_fields',
  'unknown_column',
  'no_rows',
  'missing',
  'unreadable',
  'web_mail',
  'country_not_allowed',
] as const
/** `row` counts the rows below the header from 1; 0 is the header row. */
export type KnownCustomerFault = {
  row: number
  column: KnownCustomerColumn | null
  fault: (typeof knownCustomerFaults)[number]
}
/** A customer that the operator's other portals record for a partner (D-33). */
export type KnownCustomer = { partnerNumber: string; legalName: string; country: string; domain: string }

const row = z.object({
  partner_id: z
    .string()
    .trim()
    .regex(/^[1-9]\d{6,9}$/),
  organisation: oneLine(200),
  country: z
    .string()
    .transform((code) => code.trim().toUpperCase())
    .pipe(countryCode),
  domain: mailDomain,
})

type Rules = { countries: readonly string[] | null; isWebMail: (domain: string) => boolean }

/** Reads one row: the customer, or each column that is at fault. Of web-mail domains nobody is the one customer. */
export function readKnownCustomer(
  fields: Record<string, string>,
  { countries, isWebMail }: Rules,
): { customer: KnownCustomer } | { faults: Omit<KnownCustomerFault, 'row'>[] } {
  const parsed = row.safeParse({ ...fields })
  if (!parsed.success) {
    const columns = new Set(parsed.error.issues.map(({ path }) => path[0] as KnownCustomerColumn))
    return {
      faults: [...columns].map((column) => ({
        column,
        fault: fields[column]?.trim() ? 'unreadable' : 'missing',
      })),
    }
  }
  const { partner_id: partnerNumber, organisation: legalName, country, domain } = parsed.data
  if (isWebMail(domain)) return { faults: [{ column: 'domain', fault: 'web_mail' }] }
  if (countries && !countries.includes(country))
    return { faults: [{ column: 'country', fault: 'country_not_allowed' }] }
  return { customer: { partnerNumber, legalName, country, domain } }
}

export const knownCustomersInput = z.object({
  /** The bytes of the file, in base64. */
  file: z.string().max(Math.ceil(knownCustomerLimits.bytes / 3) * 4),
  encoding: z.enum(legacyEncodings).nullable().default(null),
  /** What the refusal `csv_encoding_unconfirmed` named, once the person has seen the text of this file in this encoding. */
  seen: z.string().max(100).default(''),
})
