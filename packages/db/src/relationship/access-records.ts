import type { Id } from '@entente/domain/core/id'
import { nextDay, startOfDay } from '@entente/domain/core/local-day'
import type { AccessLogInput, PrivilegedAct, ReasonRule } from '@entente/domain/relationship/access-record'
import { sql } from 'kysely'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import type { CustomerDb, PartnerDb, Scoped } from '../core/scopes.ts'
import { foundBy, matchesSearch } from '../core/search.ts'

/** Whether the customer asks why its privileges are used. */
export async function findReasonRule(
  db: Scoped<'partner' | 'customer'>,
  customerId: Id<'organisation'>,
): Promise<ReasonRule> {
  const row = await db
    .selectFrom('accessRule')
    .select('reason')
    .where('customerId', '=', customerId)
    .executeTakeFirst()
  // A check constraint allows no other value.
  return (row?.reason as ReasonRule | undefined) ?? 'off'
}

export const saveReasonRule = (
  db: CustomerDb,
  customerId: Id<'organisation'>,
  reason: ReasonRule,
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('accessRule')
    .values({ customerId, reason, changedAt: now })
    .onConflict((conflict) => conflict.column('customerId').doUpdateSet({ reason, changedAt: now }))
    .execute()

export type NewAccess = {
  id: Id<'access'>
  customerId: Id<'organisation'>
  partnerId: Id<'organisation'>
  accountId: Id<'account'>
  accountName: string
  act: PrivilegedAct
  service: string | null
  reason: string | null
}

export const insertAccess = (db: PartnerDb, access: NewAccess, now: Date): Promise<unknown> =>
  db
    .insertInto('accessRecord')
    .values({ ...access, at: now, ...foundBy(access.accountName, access.reason) })
    .execute()

export type AccessRow = {
  id: Id<'access'>
  at: Date
  act: PrivilegedAct
  service: string | null
  reason: string | null
  /** The name at the time. */
  person: string
  partnerName: string
}

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** One page of what partners did with the customer's privileges, newest first. */
export async function listAccess(
  db: CustomerDb,
  customerId: Id<'organisation'>,
  { partner, service, search, from, until, timeZone = 'UTC', cursor, limit }: AccessLogInput,
): Promise<{ entries: AccessRow[]; nextCursor: string | null }> {
  let query = db
    .selectFrom('accessRecord as record')
    .innerJoin('organisation as partner', 'partner.id', 'record.partnerId')
    .select(['record.id', 'record.at', 'record.act', 'record.service', 'record.reason'])
    .select(['record.accountName as person', 'partner.legalName as partnerName'])
    // The gate writes no other act.
    .$narrowType<{ id: Id<'access'>; act: PrivilegedAct }>()
    .where('record.customerId', '=', customerId)
    .orderBy('record.at', 'desc')
    .orderBy('record.id', 'desc')
    .limit(pageRows(limit))
  const after = readCursor(cursor, ['time', 'id'])
  if (after)
    query = query.where(sql<boolean>`(record.at, record.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  if (partner) query = query.where('record.partnerId', '=', partner as Id<'organisation'>)
  if (service) query = query.where('record.service', '=', service)
  if (search && isId.test(search)) query = query.where('record.id', '=', search as Id<'access'>)
  else if (search) query = query.where(matchesSearch('record.terms', search))
  if (from) query = query.where('record.at', '>=', startOfDay(from, timeZone))
  if (until) query = query.where('record.at', '<', startOfDay(nextDay(until), timeZone))
  const rows = await query.execute()
  const { page: entries, nextCursor } = pageOf(rows, limit, (last) => [last.at.toISOString(), last.id])
  return {
    entries,
    nextCursor,
  }
}

/** When each partner last used each service that it holds; one index lookup per grant. What was never used is absent. */
export const listLastUses = (
  db: CustomerDb,
  customerId: Id<'organisation'>,
): Promise<{ partnerId: Id<'organisation'>; service: string; at: Date }[]> =>
  db
    .selectFrom('adminGrant as held')
    .innerJoinLateral(
      (used) =>
        used
          .selectFrom('accessRecord')
          .select('accessRecord.at')
          .whereRef('accessRecord.customerId', '=', 'held.customerId')
          .whereRef('accessRecord.partnerId', '=', 'held.partnerId')
          .whereRef('accessRecord.service', '=', 'held.service')
          .orderBy('accessRecord.at', 'desc')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .select(['held.partnerId', 'held.service', 'last.at'])
    .where('held.customerId', '=', customerId)
    .where('held.endedAt', 'is', null)
    .execute()
