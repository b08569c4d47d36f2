import type { Id } from '@entente/domain/core/id'
import type { PartnerStatus } from '@entente/domain/core/organisation'
import type { PartnershipState, PartnershipStatus } from '@entente/domain/partner/partnership'
import { sql } from 'kysely'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import type { PartnerDb, Scoped } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'

/** The two sides of a partnership. */
export type Sides = { providerId: Id<'organisation'>; resellerId: Id<'organisation'> }

export type Partnership = Sides &
  PartnershipState & {
    id: Id<'partnership'>
    /** When it was authorised last, and with which words. */
    since: Date
    authorisedBy: Id<'account'>
    consentVersion: string
    accessRemovedAt: Date | null
    endedAt: Date | null
    /** The side that ended it. */
    endedFor: Id<'organisation'> | null
  }

/** A partnership as one side reads it, with the other side. */
export type ListedPartnership = Partnership & {
  other: {
    id: Id<'organisation'>
    legalName: string
    country: string
    partnerNumber: string
    status: PartnerStatus
  }
}

const columns = [
  'partnership.id',
  'partnership.providerId',
  'partnership.resellerId',
  'partnership.since',
  'partnership.authorisedBy',
  'partnership.consentVersion',
  'partnership.accessRemovedAt',
  'partnership.endedAt',
  'partnership.endedFor',
] as const

// A check constraint limits the status to these values.
const toPartnership = <Row extends { status: string; accessRemovedAt: Date | null }>(row: Row) => ({
  ...row,
  status: row.status as PartnershipStatus,
  hasAdminAccess: row.accessRemovedAt === null,
})

const between = (db: PartnerDb, { providerId, resellerId }: Sides) =>
  db
    .selectFrom('partnership')
    .select([...columns, 'partnership.status'])
    .where('providerId', '=', providerId)
    .where('resellerId', '=', resellerId)

/** The partnership of two partners, live or removed; undefined if there never was one. */
export async function findPartnership(db: PartnerDb, sides: Sides): Promise<Partnership | undefined> {
  const row = await between(db, sides).executeTakeFirst()
  return row && toPartnership(row)
}

/**
 * Locks the partnership for a side that changes it. Only the reseller that opened the provider's link gets a removed one, to
 * authorise it again; for everybody else it is gone.
 */
export async function lockPartnership(db: PartnerDb, sides: Sides): Promise<Partnership | undefined> {
  const row = await between(db, sides).forNoKeyUpdate().executeTakeFirst()
  return row && toPartnership(row)
}

/** Whether two partners are in a live partnership. A customer and a visitor learn it of the joint link that they opened. */
export async function isPartnershipLive(
  db: Scoped<'partner' | 'customer' | 'link'>,
  sides: Sides,
): Promise<boolean> {
  return (await live(db, sides).executeTakeFirst()) !== undefined
}

/**
 * As `isPartnershipLive`, locked against its ending until the transaction is over: what is done under a partnership comes
 * before its end or not at all.
 */
export async function lockLivePartnership(
  db: Scoped<'partner' | 'customer'>,
  sides: Sides,
): Promise<boolean> {
  return (await live(db, sides).forShare().executeTakeFirst()) !== undefined
}

const live = (db: Scoped<'partner' | 'customer' | 'link'>, { providerId, resellerId }: Sides) =>
  db
    .selectFrom('partnership')
    .select('partnership.id')
    .where('providerId', '=', providerId)
    .where('resellerId', '=', resellerId)
    .where('partnership.status', '=', 'active')

type Authorised = Pick<Partnership, 'since' | 'authorisedBy' | 'consentVersion'> & { linkId: Id<'link'> }

/** Makes a partnership; returns false when a colleague made it a moment ago. */
export async function insertPartnership(
  db: PartnerDb,
  partnership: Authorised & Sides & { id: Id<'partnership'> },
): Promise<boolean> {
  const inserted = await db
    .insertInto('partnership')
    .values({ ...partnership, status: 'active' })
    .onConflict((conflict) => conflict.columns(['providerId', 'resellerId']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** The reseller authorised it again: the same row, as after its first authorisation. */
export const reopenPartnership = (
  db: PartnerDb,
  id: Id<'partnership'>,
  authorised: Authorised,
): Promise<unknown> =>
  db
    .updateTable('partnership')
    .set({
      ...authorised,
      ...{ status: 'active', accessRemovedAt: null },
      ...{ endedAt: null, endedFor: null, endedBy: null, attestationVersion: null },
    })
    .where('id', '=', id)
    .execute()

export const saveAccessRemoved = (
  db: PartnerDb,
  id: Id<'partnership'>,
  accessRemovedAt: Date,
): Promise<unknown> => db.updateTable('partnership').set({ accessRemovedAt }).where('id', '=', id).execute()

/** Ends it, and the admin access with it. */
export const endPartnership = (
  db: PartnerDb,
  { id, accessRemovedAt }: Pick<Partnership, 'id' | 'accessRemovedAt'>,
  ended: {
    endedFor: Id<'organisation'>
    endedBy: Id<'account'>
    attestationVersion: string
    endedAt: Date
  },
): Promise<unknown> =>
  db
    .updateTable('partnership')
    .set({ status: 'removed', ...ended, accessRemovedAt: accessRemovedAt ?? ended.endedAt })
    .where('id', '=', id)
    .execute()

/** Whose partnerships, and on which side of them. */
export type Own = { side: 'provider' | 'reseller'; ownId: Id<'organisation'> }

const otherOf = ({ side }: Own) => (side === 'provider' ? 'resellerId' : 'providerId')

const own = (db: PartnerDb, of: Own) =>
  db
    .selectFrom('partnership')
    .innerJoin('organisation as other', 'other.id', `partnership.${otherOf(of)}`)
    .where(`partnership.${of.side}Id`, '=', of.ownId)

const listed = (db: PartnerDb, of: Own) =>
  own(db, of)
    .select([...columns, 'partnership.status'])
    .select(['other.id as otherId', 'other.legalName', 'other.country', 'other.partnerNumber'])
    .select(['other.partnerStatus', 'other.sortKey'])

type Row = Awaited<ReturnType<ReturnType<typeof listed>['executeTakeFirstOrThrow']>>
// A check constraint gives every partner its number and status.
const toListed = ({ otherId, legalName, country, partnerNumber, partnerStatus, sortKey, ...row }: Row) => ({
  ...toPartnership(row),
  other: {
    ...{ id: otherId, legalName, country, partnerNumber: partnerNumber ?? '' },
    status: partnerStatus as PartnerStatus,
  },
})

/** One page of a partner's live partnerships by the other side's name, and how many there are in all. */
export async function listPartnerships(
  db: PartnerDb,
  of: Own,
  { search, cursor, limit }: { search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ partnerships: ListedPartnership[]; count: number; nextCursor: string | null }> {
  const after = readCursor(cursor, ['text', 'id'])
  const rows = await listed(db, of)
    .where('partnership.status', '=', 'active')
    .$if(Boolean(search), (query) => query.where(matchesSearch('other.terms', search ?? '')))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(other.sort_key, other.id) > (${after?.[0]}, ${after?.[1]}::uuid)`),
    )
    .orderBy('other.sortKey')
    .orderBy('other.id')
    .limit(pageRows(limit))
    .execute()
  const { count } = await own(db, of)
    .select((eb) => eb.fn.countAll().as('count'))
    .where('partnership.status', '=', 'active')
    .executeTakeFirstOrThrow()
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.sortKey ?? '', last.otherId])
  return {
    partnerships: page.map(toListed),
    count: Number(count),
    nextCursor,
  }
}

/** One of a partner's partnerships, also after its end. */
export async function findOwnPartnership(
  db: PartnerDb,
  of: Own,
  id: Id<'partnership'>,
): Promise<ListedPartnership | undefined> {
  const row = await listed(db, of).where('partnership.id', '=', id).executeTakeFirst()
  return row && toListed(row)
}
