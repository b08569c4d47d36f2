import type { Id } from '@entente/domain/core/id'
import type { RelationshipOrigin } from '@entente/domain/relationship/relationship'
import { type SelectQueryBuilder, sql } from 'kysely'
import { pageRows } from '../core/cursor.ts'
import type { OfPartner, Wish } from './customer-matching.ts'

/** What a page of the list reads of each customer. */
export const listed = [
  'id',
  'customerName as name',
  'customerDomain as domain',
  'customerCountry as country',
  'services',
  'origin',
  'since',
  'sortKey',
] as const

export type ListedRow = {
  id: Id<'relationship'>
  name: string
  domain: string | null
  country: string
  services: string[]
  origin: RelationshipOrigin
  since: Date
  alias: string | null
  tags: string[]
  sortKey: string
}

/** The partner's labels on a customer, for the rows that a page shows. */
export const labelsOf = (partnerId: OfPartner, id: 'relationship.id' | 'found.id') => {
  const isOfCustomer = sql`relationship_id = ${sql.ref(id)} and partner_id = ${partnerId}`
  // Where the partner has labelled nobody, no row is asked for its labels: two questions a row took as long as the rows. The
  // order leads to an index, also for a partner who stands behind all others in the table.
  const labelled = (table: string, order: string) =>
    sql`(select true from ${sql.table(table)} where partner_id = ${partnerId} order by ${sql.ref(order)} limit 1)`
  const [hasAlias, hasTag] = [labelled('customer_alias', 'relationship_id'), labelled('customer_tag', 'tag')]
  return {
    alias: sql<
      string | null
    >`case when ${hasAlias} then (select alias from customer_alias where ${isOfCustomer}) end`,
    tags: sql<string[]>`case when ${hasTag}
      then array(select tag from customer_tag where ${isOfCustomer} order by tag) else '{}' end`,
  }
}

/** Between which rows a page stands. */
export type Place = { before: string[] | undefined; after: string[] | undefined }

/** The list's order, backwards from the row before which a page ends, and which rows stand beyond the page's place. */
export function orderOf({ sort, direction }: Pick<Wish, 'sort' | 'direction'>, place: Partial<Place>) {
  const isAscending = (direction === 'asc') !== Boolean(place.before)
  const column = sql.ref(sort === 'name' ? 'sortKey' : 'since')
  const order = sql.raw(isAscending ? 'asc' : 'desc')
  const [value, id] = place.before ?? place.after ?? []
  const start = sort === 'name' ? sql`${value}` : sql`${value}::timestamptz`
  return {
    by: sql`${column} ${order}, id ${order}`,
    isBeyond:
      value === undefined
        ? undefined
        : sql<boolean>`(${column}, id) ${sql.raw(isAscending ? '>' : '<')} (${start}, ${id}::uuid)`,
  }
}

/** The rows of a page, and at least one more, from a place in the list's order. */
export function inOrder<DB, TB extends keyof DB, Row>(
  rows: SelectQueryBuilder<DB, TB, Row>,
  wish: Pick<Wish, 'sort' | 'direction' | 'limit'>,
  place: Partial<Place> = {},
): SelectQueryBuilder<DB, TB, Row> {
  const { by, isBeyond } = orderOf(wish, place)
  const ordered = rows.orderBy(by).limit(pageRows(wish.limit))
  return isBeyond ? ordered.where(isBeyond) : ordered
}
