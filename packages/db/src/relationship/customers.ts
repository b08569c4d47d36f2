import type { Id } from '@entente/domain/core/id'
import { daysBefore } from '@entente/domain/core/local-day'
import { searchWordsOf } from '@entente/domain/core/search-words'
import { customersCountedMax } from '@entente/domain/relationship/customer-list-sizes'
import type { RelationshipOrigin } from '@entente/domain/relationship/relationship'
import { type RawBuilder, sql } from 'kysely'
import { readCursor, writeCursor } from '../core/cursor.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { type Places, statement } from '../core/statement.ts'
import { tagsOf } from './customer-labels.ts'
import {
  customersThatTookAway,
  isNarrowed,
  isSearchAlone,
  matchingCustomers,
  type OfPartner,
  servicesWanted,
  valuesOf,
  type Wish,
} from './customer-matching.ts'
import { inOrder, type ListedRow, labelsOf, listed, type Place } from './customer-order.ts'
import { searchCustomers } from './customer-search.ts'

export type CustomerRow = Omit<ListedRow, 'sortKey'>

export type CustomerPage = {
  customers: CustomerRow[]
  /** How many customers match, or `customersCountedMax` + 1 where there are more; null for the list of all. */
  matches: number | null
  nextCursor: string | null
  previousCursor: string | null
}

const noCustomers: CustomerPage = { customers: [], matches: 0, nextCursor: null, previousCursor: null }

/**
 * One page of the partner's customers, from one table, by keyset (R-023, R-058). Few matches are read, counted and sorted
 * in one statement, whichever index finds them. Where more match than are counted, every hundredth row of a million does,
 * so the index in the list's order soon fills a page.
 */
export async function listCustomers(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  wish: Wish,
): Promise<CustomerPage> {
  const page = await pageOf(db, partnerId, wish, isNarrowed(wish) ? readMatches : readOrder)
  // The rows around this place are gone.
  if (page.customers.length === 0 && (wish.before ?? wish.cursor))
    return listCustomers(db, partnerId, { ...wish, cursor: undefined, before: undefined })
  return page
}

/** The next of all customers that match, after a cursor, for an export: none are left where the page is empty. */
export const readCustomers = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  wish: Omit<Wish, 'before'>,
): Promise<CustomerPage> => pageOf(db, partnerId, wish, readOrder)

/** How many customers match, however many. */
export async function countCustomers(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  wish: Wish,
): Promise<number> {
  const words = searchWordsOf(wish.search ?? '')
  if (findsNobody(wish, words)) return 0
  const sets = await servicesWanted(db, partnerId, wish)
  const matching = matchingCustomers(db, partnerId, words, sets, wish)
  const { count } = await matching.select((eb) => eb.fn.countAll().as('count')).executeTakeFirstOrThrow()
  return Number(count)
}

/** Invisible signs alone are no word, and find nobody rather than everybody. */
const findsNobody = ({ search }: Pick<Wish, 'search'>, words: readonly unknown[]) =>
  Boolean(search) && words.length === 0

async function pageOf(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  wish: Wish,
  read: typeof readOrder | typeof readMatches,
): Promise<CustomerPage> {
  const { sort, limit } = wish
  const words = searchWordsOf(wish.search ?? '')
  if (findsNobody(wish, words)) return noCustomers
  const matching = matchingCustomers(db, partnerId, words, await servicesWanted(db, partnerId, wish), wish)
  const parts = [sort === 'name' ? ('text' as const) : ('time' as const), 'id' as const]
  const before = readCursor(wish.before, parts)
  const place = { before, after: before ? undefined : readCursor(wish.cursor, parts) }
  const isSearch = read === readMatches && isSearchAlone(wish)
  const { rows, matches } =
    (isSearch && (await searchCustomers(db, partnerId, words, wish, place))) ||
    (await read(db, partnerId, matching, wish, place))
  const page = rows.slice(0, limit)
  const hasMore = rows.length > limit
  if (before) page.reverse()
  const cursorOf = (row: (typeof page)[number] | undefined, isThere: boolean) =>
    row && isThere ? writeCursor([sort === 'name' ? row.sortKey : row.since.toISOString(), row.id]) : null
  return {
    customers: page.map(toRow),
    matches,
    nextCursor: cursorOf(page.at(-1), before ? true : hasMore),
    previousCursor: cursorOf(page[0], before ? hasMore : place.after !== undefined),
  }
}

// A check constraint limits the origin to the values of the type.
const toRow = ({ sortKey: _, ...row }: { sortKey: string; origin: string } & Omit<CustomerRow, 'origin'>) =>
  row as CustomerRow

type Matching = ReturnType<typeof matchingCustomers>

/** Reads the index in the list's order. */
async function readOrder(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  matching: Matching,
  wish: Wish,
  place: Place,
) {
  const isWhole = !isNarrowed(wish) && !place.before && !place.after
  const rows = isWhole
    ? (await db.executeQuery(firstPage(wish)({ partnerId }))).rows
    : await inOrder(labelled(matching, partnerId), wish, place).execute()
  return { rows, matches: null }
}

const labelled = (matching: Matching, partnerId: OfPartner) => {
  const { alias, tags } = labelsOf(partnerId, 'relationship.id')
  return matching.select([...listed, alias.as('alias'), tags.as('tags')])
}

/** The first page of all customers, which most people see most often: composed once for each order and length. */
const firstPages = new Map<string, ReturnType<typeof firstPageOf>>()
const firstPageOf = (wish: Wish) =>
  statement((db, { partnerId }: Places<{ partnerId: Id<'organisation'> }>) =>
    inOrder(labelled(matchingCustomers(db, partnerId, [], undefined, wish), partnerId), wish),
  )
function firstPage(wish: Wish) {
  const key = `${wish.sort} ${wish.direction} ${wish.limit}`
  const known = firstPages.get(key) ?? firstPageOf(wish)
  firstPages.set(key, known)
  return known
}

/** Reads all matches by whichever index finds them, or as `readOrder` if there are more than are counted. */
async function readMatches(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  matching: Matching,
  wish: Wish,
  place: Place,
) {
  const { alias, tags } = labelsOf(partnerId, 'found.id')
  const few = db.with(
    (found) => found('found').materialized(),
    () => matching.select(listed).limit(customersCountedMax + 1),
  )
  const rows = await inOrder(few.selectFrom('found').selectAll(), wish, place)
    .select([alias.as('alias'), tags.as('tags')])
    .select((eb) => eb.selectFrom('found').select(eb.fn.countAll().as('all')).as('matches'))
    .execute()
  const matches = Number(rows[0]?.matches ?? 0)
  if (matches <= customersCountedMax) return { rows, matches }
  return { ...(await readOrder(db, partnerId, matching, wish, place)), matches }
}

// A check constraint limits the origins to the values of the type.
type Summary = { total: number; countries: string[]; origins: RelationshipOrigin[]; tags: string[] }

/** How many customers the partner has, up to one more than `customersCountedMax`, and what they can be filtered by. */
export async function summariseCustomers(db: PartnerDb, partnerId: Id<'organisation'>): Promise<Summary> {
  const { rows } = await db.executeQuery(summary({ partnerId }))
  const { total, ...values } = rows[0] ?? { total: 0, countries: [], origins: [], tags: [] }
  return { total: Number(total), ...values }
}

// One statement: each of its parts takes less time than a statement of its own.
const summary = statement(
  (_, { partnerId }: Places<{ partnerId: Id<'organisation'> }>) => sql<
    Omit<Summary, 'total'> & { total: string }
  >`
    select (select count(*) from (select id from relationship where partner_id = ${partnerId} and status = 'active'
        order by sort_key, id limit ${sql.lit(customersCountedMax + 1)}) counted) as total,
      ${valuesOf(partnerId, 'customerCountry')} as countries, ${valuesOf(partnerId, 'origin')} as origins,
      ${tagsOf(partnerId)} as tags`,
)

/**
 * What Home says about the customers, as of the last days and of as many before: how many are new, at how many privileges
 * are missing, and how many took some away. Counts end like those of the list.
 */
export async function countCustomersLately(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  wish: { catalogue: readonly string[]; days: number; now: Date; timeZone: string | undefined },
) {
  const { catalogue, days, now, timeZone } = wish
  const sets = await servicesWanted(db, partnerId, { missing: 'any', catalogue })
  const [start, before] = [daysBefore(now, days, timeZone), daysBefore(now, 2 * days, timeZone)]
  const counted = (rows: RawBuilder<unknown>) => sql`
    (select count(*)::integer from (select from relationship where partner_id = ${partnerId} and status = 'active'
      ${rows} limit ${customersCountedMax + 1}) counted)`
  const { rows } = await sql<{
    total: number
    missing: number
    added: number
    addedBefore: number
    lost: number
  }>`
    select ${counted(sql``)} as total, ${counted(sql`and service_set = any(${sets}::text[])`)} as missing,
      ${counted(sql`and since >= ${start}`)} as added,
      ${counted(sql`and since >= ${before} and since < ${start}`)} as added_before,
      (select count(distinct id)::integer from ${customersThatTookAway(partnerId, start)} lost) as lost`.execute(
    db,
  )
  return rows[0] ?? { total: 0, missing: 0, added: 0, addedBefore: 0, lost: 0 }
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
