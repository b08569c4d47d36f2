import type { Id } from '@entente/domain/core/id'
import type { RelationshipOrigin } from '@entente/domain/relationship/relationship'
import { type SelectQueryBuilder, sql } from 'kysely'
import type { Wish } from './customer-matching.ts'

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
export const labelsOf = (partnerId: Id<'organisation'>, id: 'relationship.id' | 'found.id') => {
  const isOfCustomer = sql`relationship_id = ${sql.ref(id)} and partner_id = ${partnerId}`
  return {
    alias: sql<string | null>`(select alias from customer_alias where ${isOfCustomer})`,
    tags: sql<string[]>`array(select tag from customer_tag where ${isOfCustomer} order by tag)`,
  }
}

// The usual page and the longest one; an export reads parts of one length.
const pageSizes = [50, 100]

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

/**
 * One row more than fits the page, from a place in the list's order; more for a short page. As a number in the text: a plan that is
 * kept for any limit would cost more, so the page would be planned each time. A connection prepares one text for each number, so there
 * are few of them.
 */
export function inOrder<DB, TB extends keyof DB, Row>(
  rows: SelectQueryBuilder<DB, TB, Row>,
  wish: Pick<Wish, 'sort' | 'direction' | 'limit'>,
  place: Partial<Place> = {},
): SelectQueryBuilder<DB, TB, Row> {
  const { by, isBeyond } = orderOf(wish, place)
  const rowsMax = pageSizes.find((size) => size >= wish.limit) ?? wish.limit
  const ordered = rows.orderBy(by).limit(sql.lit(rowsMax + 1))
  return isBeyond ? ordered.where(isBeyond) : ordered
}
