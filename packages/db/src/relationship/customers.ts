import type { Id } from '@entente/domain/core/id'
import { searchWordsOf } from '@entente/domain/core/search-words'
import type { CustomerListInput } from '@entente/domain/relationship/customer-list'
import { sql } from 'kysely'
import { readCursor, writeCursor } from '../core/cursor.ts'
import type { PartnerDb } from '../core/scopes.ts'

export type CustomerRow = {
  id: Id<'relationship'>
  name: string
  domain: string | null
  country: string
  services: string[]
  since: Date
}

/** One page of the partner's customers, from one table, by keyset. */
export async function listCustomers(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { search, sort, direction, cursor, limit }: CustomerListInput,
): Promise<{ customers: CustomerRow[]; nextCursor: string | null }> {
  const column = sort === 'name' ? 'sortKey' : 'since'
  const after = readCursor(cursor, [sort === 'name' ? 'text' : 'time', 'id'])
  let query = db
    .selectFrom('relationship')
    .select([
      'id',
      'customerName as name',
      'customerDomain as domain',
      'customerCountry as country',
      'services',
      'since',
      'sortKey',
    ])
    .where('partnerId', '=', partnerId)
    .where('status', '=', 'active')
    .orderBy(column, direction)
    .orderBy('id', direction)
    .limit(limit + 1)
  const words = searchWordsOf(search ?? '')
  // Invisible signs alone are no word, and find nobody rather than everybody.
  if (search && words.length === 0) return { customers: [], nextCursor: null }
  for (const spellings of words) {
    // `>=` and `<` are leakproof, so row-level security still lets the index be used.
    query = query.where('id', 'in', (eb) =>
      eb
        .selectFrom('relationshipTerm')
        .select('relationshipId')
        .where('partnerId', '=', partnerId)
        .where(({ and, or, eb }) =>
          or(
            spellings.map((spelling) =>
              and([eb('term', '>=', spelling), eb('term', '<', `${spelling}\u{10FFFF}`)]),
            ),
          ),
        ),
    )
  }
  if (after) {
    const operator = sql.raw(direction === 'asc' ? '>' : '<')
    const value = sort === 'name' ? sql`${after[0]}` : sql`${after[0]}::timestamptz`
    query = query.where(sql<boolean>`(${sql.ref(column)}, id) ${operator} (${value}, ${after[1]}::uuid)`)
  }
  const rows = await query.execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    customers: page.map(({ sortKey: _, ...row }) => row),
    nextCursor:
      rows.length > limit && last
        ? writeCursor([sort === 'name' ? last.sortKey : last.since.toISOString(), last.id])
        : null,
  }
}

/** Whether the partner has any customer at all: "nothing yet" is not "no match" (U5). */
export async function hasCustomers(db: PartnerDb, partnerId: Id<'organisation'>): Promise<boolean> {
  const row = await db
    .selectFrom('relationship')
    .select('id')
    .where('partnerId', '=', partnerId)
    .where('status', '=', 'active')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * A value that changes whenever the list does. It covers the 16 newest changes, because two that commit in another
 * order than they began must both be noticed. A counter in a row would make a partner's acceptances wait for each other.
 */
export async function customersCounter(db: PartnerDb, partnerId: Id<'organisation'>): Promise<string> {
  const { rows } = await sql<{ counter: string }>`
    select coalesce(encode(sha256(convert_to(string_agg(change_id::text, ''), 'UTF8')), 'hex'), 'empty') as counter
    from (select change_id from relationship where partner_id = ${partnerId}
      order by change_id desc limit 16) newest`.execute(db)
  return rows[0]?.counter ?? 'empty'
}
