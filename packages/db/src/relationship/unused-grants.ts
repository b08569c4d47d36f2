import type { Id } from '@entente/domain/core/id'
import { unusedBefore } from '@entente/domain/relationship/admin-grant'
import type { UnusedGrantListInput, UnusedLoss, UsedGrant } from '@entente/domain/relationship/unused-grant'
import { sql } from 'kysely'
import { sendBehind } from '../core/batch.ts'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import { newId } from '../core/new-id.ts'
import type { OperatorDb } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'

export type UnusedGrant = UsedGrant & { partnerName: string; customerName: string }

const liveGrants = (db: OperatorDb) =>
  db
    .selectFrom('adminGrant as held')
    .innerJoin('organisation as partner', 'partner.id', 'held.partnerId')
    .innerJoin('organisation as customer', 'customer.id', 'held.customerId')
    .select(['held.id', 'held.service', 'held.partnerId', 'held.customerId', 'held.grantedAt'])
    .select(['partner.legalName as partnerName', 'customer.legalName as customerName'])
    .select(sql<Date | null>`last_use_of(held.customer_id, held.partner_id, held.service)`.as('lastUsedAt'))
    // A grant's own id.
    .$narrowType<{ id: Id<'grant'> }>()
    .where('held.endedAt', 'is', null)

/** One page of the grants that nobody used for more than 90 days, the oldest first, by keyset. */
export async function listUnusedGrants(
  db: OperatorDb,
  { search, service, cursor, limit }: UnusedGrantListInput,
  now: Date,
): Promise<{ grants: UnusedGrant[]; nextCursor: string | null }> {
  const before = unusedBefore(now)
  const after = readCursor(cursor, ['time', 'id'])
  let query = liveGrants(db)
    .where('held.grantedAt', '<', before)
    .where(
      sql<boolean>`not exists (select from access_record used where used.customer_id = held.customer_id
        and used.partner_id = held.partner_id and used.at >= ${before}
        and (used.service = held.service or used.service is null))`,
    )
    .orderBy('held.grantedAt')
    .orderBy('held.id')
    .limit(pageRows(limit))
  if (service) query = query.where('held.service', '=', service)
  if (search)
    query = query.where((eb) =>
      eb.or([matchesSearch('partner.terms', search), matchesSearch('customer.terms', search)]),
    )
  if (after)
    query = query.where(
      sql<boolean>`(held.granted_at, held.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`,
    )
  const rows = await query.execute()
  const { page: grants, nextCursor } = pageOf(rows, limit, (last) => [last.grantedAt.toISOString(), last.id])
  return { grants, nextCursor }
}

/** These grants, if they have not ended. */
export const findLiveGrants = (db: OperatorDb, ids: Id<'grant'>[]): Promise<UnusedGrant[]> =>
  liveGrants(db).where('held.id', 'in', ids).orderBy('held.grantedAt').orderBy('held.id').execute()

/**
 * Locks the relationships of these grants, in one order: acts at these customers that are under way end first, and their uses
 * count. Returns all live grants between the same parties, as they are behind the lock.
 */
export async function lockGrants(
  db: OperatorDb,
  ids: Id<'grant'>[],
): Promise<(UsedGrant & { relationshipId: Id<'relationship'> })[]> {
  const locked = await db
    .selectFrom('relationship')
    .select(['id', 'partnerId', 'customerId'])
    .where(
      sql<boolean>`(partner_id, customer_id) in (select partner_id, customer_id from admin_grant
        where id = any(${ids}::uuid[]) and ended_at is null)`,
    )
    .where(sql<boolean>`services <> '{}'`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  if (locked.length === 0) return []
  return liveGrants(db)
    .innerJoin('relationship', (join) =>
      join
        .onRef('relationship.partnerId', '=', 'held.partnerId')
        .onRef('relationship.customerId', '=', 'held.customerId'),
    )
    .select('relationship.id as relationshipId')
    .where(
      'relationship.id',
      'in',
      locked.map(({ id }) => id),
    )
    .orderBy('held.service')
    .execute()
}

/** Ends grants that nobody used, and updates the partner's list. The database refuses one that was used (§4.8). */
export async function endUnusedGrants(
  db: OperatorDb,
  { partnerId, customerId, services, kept }: UnusedLoss,
  now: Date,
): Promise<void> {
  await sendBehind(
    db,
    db
      .updateTable('adminGrant')
      .set({ endedAt: now, endReason: 'removed_by_operator' })
      .where('partnerId', '=', partnerId)
      .where('customerId', '=', customerId)
      .where('service', 'in', services)
      .where('endedAt', 'is', null),
  )
  await sendBehind(
    db,
    db
      .updateTable('relationship')
      .set({ services: kept, changeId: newId() })
      .where('partnerId', '=', partnerId)
      .where('customerId', '=', customerId),
  )
}
