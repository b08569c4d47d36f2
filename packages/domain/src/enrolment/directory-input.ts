import { z } from 'zod'
import { legacyEncodings } from '../core/csv.ts'
import { countryCode } from '../core/organisation.ts'
import { searchText } from '../core/search-text.ts'
import { mailDomain, oneLine } from '../identity/account.ts'
import { mpnId } from './mpn-profile.ts'

/** Limits of one file. There may be few plain-text passwords, because hashing each one is slow. */
export const importLimits = { rows: 5000, bytes: 1024 * 1024, passwords: 200 }

/** An operator's earlier import still goes on. */
export type ImportRefusal = { code: 'import_running' }

/** The columns of the file, as its header row names them; lists are separated by semicolons. */
export const directoryColumns = [
  'user_name',
  'password',
  'password_hash',
  'mpn_id',
  'organisation',
  'country',
  'status',
  'incentives',
  'benefits',
  'competencies',
] as const
export type DirectoryColumn = (typeof directoryColumns)[number]

/** A file without these columns is refused. */
export const neededColumns = ['mpn_id', 'organisation', 'country'] as const satisfies DirectoryColumn[]

/** No page, response or log shows a value of these columns. */
export const secretColumns = ['password', 'password_hash'] as const satisfies DirectoryColumn[]

const list = z
  .string()
  .transform((text) => text.split(';').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''))
  .pipe(z.array(oneLine(200)).max(100))

/** A hash that this directory can check: Argon2 or PBKDF2 in the standard notation. */
const knownHash = z.union([
  z.string().regex(/^\$argon2id?\$v=19\$m=\d{1,6},t=\d{1,2},p=\d{1,2}\$[\w+/]{11,88}\$[\w+/]{22,88}$/),
  z.string().regex(/^\$pbkdf2-sha256\$i=[1-9]\d{5,6}\$[\w+/]{11,88}\$[\w+/]{43}$/),
])

const blank = z.literal('')

/** One row of the file, every column a text; an issue's path is the column that is missing or unreadable. */
export const directoryRow = z
  .object({
    user_name: z.union([blank, oneLine(254).transform((name) => name.toLowerCase())]),
    password: z.union([blank, z.string().max(200)]),
    password_hash: z.union([blank, knownHash]),
    mpn_id: mpnId,
    organisation: oneLine(200),
    country: z
      .string()
      .transform((code) => code.trim().toUpperCase())
      .pipe(countryCode),
    status: z
      .string()
      .transform((status) => status.trim().toLowerCase() || 'active')
      .pipe(z.enum(['active', 'inactive'])),
    incentives: list,
    benefits: list,
    competencies: list,
  })
  .transform((row) => ({
    userName: row.user_name || null,
    password: row.password || null,
    passwordHash: row.password_hash || null,
    mpnId: row.mpn_id,
    organisationName: row.organisation,
    country: row.country,
    status: row.status,
    incentives: row.incentives,
    benefits: row.benefits,
    competencies: row.competencies,
  }))
export type DirectoryRow = z.output<typeof directoryRow>

/** Why a row, or a whole file, was not imported. */
export const rowFaults = [
  'not_text',
  'damaged_text',
  'not_csv',
  'too_many_rows',
  'missing',
  'unreadable',
  'unknown_column',
  'twice',
  'too_many_fields',
  'password_missing',
  'password_without_user',
  'password_and_hash',
  'too_many_passwords',
  'contradiction',
] as const
export type RowFault = (typeof rowFaults)[number]
/** `row` counts the rows below the header from 1; 0 is the header row. */
export type FaultyRow = { row: number; column: DirectoryColumn | null; fault: RowFault }

export const directoryListInput = z.object({
  search: searchText.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})
export type DirectoryListInput = z.output<typeof directoryListInput>

export const importInput = z.object({
  /** The bytes of the file, in base64: only the one reader of CSV files decides which text they are. */
  file: z.string().max(Math.ceil(importLimits.bytes / 3) * 4),
  encoding: z.enum(legacyEncodings).nullable().default(null),
  /** What the refusal `csv_encoding_unconfirmed` named, if the person has seen the text of this file in this encoding. */
  seen: z.string().max(100).default(''),
})
export type ImportInput = z.output<typeof importInput>

export const webMailDomainInput = z.object({ domain: mailDomain })
