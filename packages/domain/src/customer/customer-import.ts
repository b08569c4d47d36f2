import { z } from 'zod'
import type { Cloud } from '../core/cloud.ts'
import { type CsvFault, legacyEncodings } from '../core/csv.ts'
import { idOf } from '../core/id.ts'
import { dayAt, nextDay } from '../core/local-day.ts'
import { locale } from '../core/locale.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import type { MailsOfDay } from '../relationship/send-limits.ts'

/** Limits of one file. */
export const customerImportLimits = { rows: 50_000, bytes: 5 * 1024 * 1024 }

/** What the rows of a file become: invitations, or customers that the partner adds. Never a relationship by itself. */
export const customerImportKinds = ['invite', 'add'] as const
export type CustomerImportKind = (typeof customerImportKinds)[number]

/**
 * The steps of an import. `uploaded` waits for its columns, `checked` is the dry run, `taking` goes on until every good row is
 * taken, for invitations over as many days as the limit of a day asks for.
 */
export const customerImportStates = [
  'uploaded',
  'checking',
  'checked',
  'taking',
  'finished',
  'cancelled',
] as const
export type CustomerImportState = (typeof customerImportStates)[number]
export type CustomerImportEvent = 'map' | 'check_ended' | 'mend' | 'take' | 'take_ended' | 'cancel'

export type CustomerImportRefusal =
  /** No row of the file can be read. */
  | { code: 'import_unreadable'; fault: CsvFault }
  /** The import is at another step than the person saw. */
  | { code: 'import_moved_on' }
  /** A needed column is not named, or one is named twice. */
  | { code: 'import_columns_missing' }

const steps: Record<CustomerImportState, Partial<Record<CustomerImportEvent, CustomerImportState>>> = {
  uploaded: { map: 'checking', cancel: 'cancelled' },
  checking: { map: 'checking', check_ended: 'checked', cancel: 'cancelled' },
  checked: { map: 'checking', mend: 'checked', take: 'taking', cancel: 'cancelled' },
  taking: { take_ended: 'finished', cancel: 'cancelled' },
  finished: {},
  cancelled: {},
}

/** Advances an import. What was taken stays taken when it is cancelled. */
export function stepCustomerImport(
  state: CustomerImportState,
  event: CustomerImportEvent,
): Result<CustomerImportState, { code: 'import_moved_on' }> {
  const next = steps[state][event]
  return next ? ok(next) : refuse({ code: 'import_moved_on' })
}

/** Whether a worker still has something to do. */
export const isImportRunning = (state: CustomerImportState): boolean =>
  state === 'checking' || state === 'taking'

/** `known`: the partner has invited or added it before. `taken`: this import did. */
export const importRowStates = ['unread', 'good', 'bad', 'known', 'taken'] as const
export type ImportRowState = (typeof importRowStates)[number]
/** How many rows are in each state; a state that no row was ever in is missing. */
export type ImportCounts = Partial<Record<ImportRowState, number>>
export const noRows = { unread: 0, good: 0, bad: 0, known: 0, taken: 0 } satisfies ImportCounts

/** How many mails of a day an import leaves to the partner's people. */
const keptForPeople = 50
export const importMailsPerDay = ({ mailsPerDay }: MailsOfDay): number => mailsPerDay - keptForPeople

/** How many mails an import may send now, of those that the partner has sent today. */
export const importMailsLeft = (limits: MailsOfDay, usedToday: number): number =>
  Math.max(0, importMailsPerDay(limits) - usedToday)

/**
 * The day on which the last of so many invitations leaves, and how many leave today: within the limits of a day, for the
 * partner and for each domain. `largestDomain` counts the invitations to the domain that has most of them.
 */
export function leavingDays(
  { left, largestDomain }: { left: number; largestDomain: number },
  { now, usedToday, cloud }: { now: Date; usedToday: number; cloud: Pick<Cloud, 'requests' | 'timeZone'> },
): { today: number; lastDay: string; perDay: number; perDomain: number } {
  const { requests, timeZone } = cloud
  const [perDay, perDomain] = [importMailsPerDay(requests), requests.mailsPerDomainAndDay]
  const open = importMailsLeft(requests, usedToday)
  const days = Math.max(
    Math.ceil(Math.max(0, left - open) / perDay),
    Math.ceil(largestDomain / perDomain) - 1,
    0,
  )
  let lastDay = dayAt(now, timeZone)
  for (let day = 0; day < days; day++) lastDay = nextDay(lastDay)
  return { today: Math.min(left, open), lastDay, perDay, perDomain }
}

export const customerImportInput = z.object({
  kind: z.enum(customerImportKinds),
  fileName: z.string().trim().min(1).max(200).default('customers.csv'),
  /** The bytes of the file, in base64. */
  file: z.string().max(Math.ceil(customerImportLimits.bytes / 3) * 4),
  encoding: z.enum(legacyEncodings).nullable().default(null),
  seen: z.string().max(100).default(''),
})

export const importIdInput = z.object({ id: idOf<'customer_import'>() })

/** Which column holds what: the column's place in the file. */
const mapping = z.record(z.string().max(30), z.number().int().min(0).max(999))
export type ImportMapping = z.infer<typeof mapping>

export const mapImportInput = importIdInput.extend({
  mapping,
  /** The language of rows that name none. */
  language: locale,
  withPrivileges: z.boolean().default(false),
})

export const importRowsInput = importIdInput.extend({
  /** `rest`: every row that is neither taken nor known. */
  state: z.enum([...importRowStates, 'rest']).default('bad'),
  after: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(100).default(25),
})

/** The values of one row, by what they are. */
export const mendRowInput = importIdInput.extend({
  row: z.number().int().min(1),
  values: z.record(z.string().max(30), z.string().max(1000)),
})
