import type { Id } from '@entente/domain/core/id'
import { searchWordsOf } from '@entente/domain/core/search-words'
import { sql } from 'kysely'
import { sendBehind } from '../core/batch.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { newId } from '../core/new-id.ts'
import type { PartnerDb } from '../core/scopes.ts'
import type { AdminGrant } from './admin-grants.ts'
import { hasWords } from './customer-matching.ts'
import type { Relationship } from './relationships.ts'

/** The partner's own live grants at some of its customers. */
export const listOwnGrantsAt = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  customerIds: Id<'organisation'>[],
): Promise<
  (Pick<AdminGrant, 'service' | 'partnerId' | 'grantedAt'> & { customerId: Id<'organisation'> })[]
> =>
  customerIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('adminGrant')
        .select(['customerId', 'partnerId', 'service', 'grantedAt'])
        .where('partnerId', '=', partnerId)
        .where('customerId', 'in', customerIds)
        .where('endedAt', 'is', null)
        .orderBy('service')
        .execute()

/** Ends grants that their partner gives up (§4.8 granted -> removed by partner), or that end with the relationship. */
export const giveUpGrants = (
  db: PartnerDb,
  { partnerId, customerId }: { partnerId: Id<'organisation'>; customerId: Id<'organisation'> },
  services: string[],
  now: Date,
): Promise<unknown> =>
  sendBehind(
    db,
    db
      .updateTable('adminGrant')
      .set({ endedAt: now, endReason: 'removed_by_partner' })
      .where('partnerId', '=', partnerId)
      .where('customerId', '=', customerId)
      .where('service', 'in', services)
      .where('endedAt', 'is', null),
  )

/** Updates the list of a partner that gave privileges up to those that it kept. */
export const saveKeptServices = (
  db: PartnerDb,
  { id, partnerId }: Pick<Relationship, 'id' | 'partnerId'>,
  services: string[],
): Promise<unknown> =>
  sendBehind(
    db,
    db
      .updateTable('relationship')
      .set({ services, changeId: newId() })
      .where('partnerId', '=', partnerId)
      .where('id', '=', id),
  )

export type HeldCustomer = { id: Id<'relationship'>; name: string; services: string[] }

/** One page of the customers at which the partner holds privileges, by name, also of those that it removed. */
export async function listHeldCustomers(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  wish: { search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ customers: HeldCustomer[]; nextCursor: string | null; hasAny: boolean }> {
  const words = searchWordsOf(wish.search ?? '')
  const after = readCursor(wish.cursor, ['text', 'id'])
  const held = db
    .selectFrom('relationship')
    .select(['id', 'customerName as name', 'services', 'sortKey'])
    .where('partnerId', '=', partnerId)
    .where(sql<boolean>`services <> '{}'`)
    .orderBy('sortKey')
    .orderBy('id')
  // Invisible signs alone are no word, and find nobody rather than everybody.
  const rows =
    wish.search && words.length === 0
      ? []
      : await held
          .where(hasWords(partnerId, words, sql.ref('relationship.id')))
          .$if(after !== undefined, (query) =>
            query.where(sql<boolean>`(sort_key, id) > (${after?.[0]}, ${after?.[1]}::uuid)`),
          )
          .limit(wish.limit + 1)
          .execute()
  const { page, nextCursor } = pageOf(rows, wish.limit, (last) => [last.sortKey, last.id])
  return {
    customers: page.map(({ sortKey: _, ...row }) => row),
    nextCursor,
    hasAny: rows.length > 0 || (await held.limit(1).executeTakeFirst()) !== undefined,
  }
}
