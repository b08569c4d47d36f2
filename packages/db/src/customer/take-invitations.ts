import type { Cloud } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import { dayAt, nextDay, startOfDay } from '@entente/domain/core/local-day'
import { importMailsLeft } from '@entente/domain/customer/customer-import'
import type { ImportRow } from '@entente/domain/customer/import-row'
import { type MailsOfDay, mayBeSentFor, sendLimits } from '@entente/domain/relationship/send-limits'
import { newId } from '../core/new-id.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { insertRecipients } from '../relationship/relationship-requests.ts'
import {
  findRefusingRecipients,
  findSendRecord,
  lockSending,
  takeDailyAllowance,
  takeDomainAllowances,
  takeRecipientAllowances,
} from '../relationship/send-allowance.ts'
import type { CustomerImport } from './customer-imports.ts'
import {
  findKnownKeys,
  hasGoodRow,
  mailsSentOn,
  nextGoodRows,
  type ReadRowResult,
  saveImportRows,
} from './import-rows.ts'

/** How many invitations one transaction takes at most. */
const pieceMax = 100

type Invited = Extract<ImportRow, { kind: 'invite' }>

/**
 * What one piece of work did: the mails to record, and when and after which row the next piece follows; no time once all rows
 * are taken.
 */
export type TakenPiece = { mails: Id<'recipient'>[]; nextAt: Date | null; takenTo: number }

/**
 * Makes recipients of the next good rows, within the limits of the day, each address at most once. What was invited in the
 * meantime, or refuses mails by now, is left out and says so.
 */
export async function takeInvitations(
  db: PartnerDb,
  imported: CustomerImport,
  cloud: Cloud,
  now: Date,
): Promise<TakenPiece> {
  const { id, partnerId } = imported
  await lockSending(db, partnerId)
  const day = dayAt(now, cloud.timeZone)
  const tomorrow = startOfDay(nextDay(day), cloud.timeZone)
  const since = new Date(now.getTime() - sendLimits.complaintDays * 86_400_000)
  if (!mayBeSentFor(await findSendRecord(db, partnerId, since)).ok)
    return { mails: [], nextAt: tomorrow, takenTo: 0 }
  const limits = cloud.requests
  const perDomain = limits.mailsPerDomainAndDay
  const left = Math.min(pieceMax, importMailsLeft(limits, await mailsSentOn(db, partnerId, day)))
  const next = left > 0 ? await nextGoodRows(db, imported, { day, limit: left, perDomain }) : undefined
  if (!next?.last) return { mails: [], nextAt: (await hasGoodRow(db, id)) ? tomorrow : null, takenTo: 0 }
  const { results, invited } = await sortOut(db, partnerId, next.rows)
  const taken = await invite(db, imported, invited, { day, limits, now })
  await saveImportRows(db, id, [...results, ...taken.results])
  return { mails: taken.mails, nextAt: now, takenTo: next.last }
}

type Waiting = { row: number; item: ImportRow }

/** The rows that can still be invited, and what became of the others since the dry run. */
async function sortOut(db: PartnerDb, partnerId: Id<'organisation'>, rows: Waiting[]) {
  const invitations = rows.flatMap(({ row, item }) => (item.kind === 'invite' ? { row, item } : []))
  const known = await findKnownKeys(
    db,
    partnerId,
    rows.map(({ item }) => item),
  )
  const addresses = invitations.map(({ item }) => item.email)
  const refusing = new Set(Object.values(await findRefusingRecipients(db, partnerId, addresses)).flat())
  const results: ReadRowResult[] = []
  const invited: { row: number; item: Invited }[] = []
  for (const { row, item } of invitations)
    if (known.has(item.key)) results.push({ row, state: 'known', faults: [], item })
    else if (refusing.has(item.email))
      results.push({ row, state: 'bad', faults: [{ column: 'email', fault: 'refusing' }], item })
    else invited.push({ row, item })
  return { results, invited }
}

async function invite(
  db: PartnerDb,
  { partnerId, requests }: CustomerImport,
  rows: { row: number; item: Invited }[],
  { day, limits, now }: { day: string; limits: MailsOfDay; now: Date },
): Promise<{ results: ReadRowResult[]; mails: Id<'recipient'>[] }> {
  if (rows.length === 0) return { results: [], mails: [] }
  const tooSoon = new Set(
    await takeRecipientAllowances(
      db,
      partnerId,
      rows.map(({ item }) => item.email),
      now,
    ),
  )
  const free = rows.filter(({ item }) => !tooSoon.has(item.email))
  const perDomain = Map.groupBy(free, ({ item }) => item.domain)
  const counts = new Map([...perDomain].map(([domain, some]) => [domain, some.length]))
  // The rows were chosen within both limits, and nobody else sends for the partner until this transaction ends.
  if ((await takeDomainAllowances(db, partnerId, { day, limits }, counts, now)).length > 0)
    throw new Error(`The import went over the limit of a domain for partner ${partnerId}.`)
  if (free.length > 0 && !(await takeDailyAllowance(db, partnerId, { day, limits }, free.length, now)))
    throw new Error(`The import went over the limit of a day for partner ${partnerId}.`)
  const mails: Id<'recipient'>[] = []
  for (const [language, some] of Map.groupBy(free, ({ item }) => item.language)) {
    const requestId = requests[language]
    if (!requestId) throw new Error(`An import has no request in ${language}.`)
    const recipients = some.map(({ item }) => ({
      ...{ id: newId<'recipient'>(), address: item.email, reference: item.reference },
    }))
    await insertRecipients(db, partnerId, requestId, recipients, now)
    mails.push(...recipients.map(({ id }) => id))
  }
  const results = rows.map(({ row, item }): ReadRowResult => {
    const state = tooSoon.has(item.email) ? 'known' : 'taken'
    return { row, state, faults: [], item }
  })
  return { results, mails }
}
