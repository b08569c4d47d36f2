import type { Id } from '@entente/domain/core/id'
import { daysBefore } from '@entente/domain/core/local-day'
import { searchWordsOf } from '@entente/domain/core/search-words'
import { type CustomerListInput, hasWantedServices } from '@entente/domain/relationship/customer-list'
import { customersCountedMax } from '@entente/domain/relationship/customer-list-sizes'
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
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

export type CustomerPage = {
  customers: CustomerRow[]
  /** How many customers match, or `customersCountedMax` + 1 where there are more; null for the list of all. */
  matches: number | null
  nextCursor: string | null
  previousCursor: string | null
}

type Wish = CustomerListInput & {
  catalogue: readonly string[]
  now: Date
  /** Only those that this other side of a live partnership has too. */
  sharedWith?: Id<'organisation'>
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
  const { search, sort, limit } = wish
  const words = searchWordsOf(search ?? '')
  // Invisible signs alone are no word, and find nobody rather than everybody.
  if (search && words.length === 0) return noCustomers
  const matching = matchingCustomers(db, partnerId, words, await servicesWanted(db, partnerId, wish), wish)
  const parts = [sort === 'name' ? ('text' as const) : ('time' as const), 'id' as const]
  const before = readCursor(wish.before, parts)
  const place = { before, after: before ? undefined : readCursor(wish.cursor, parts) }
  const { rows, matches } = await (isNarrowed(wish) ? readMatches : readOrder)(db, matching, wish, place)
  // The rows around this place are gone.
  if (rows.length === 0 && (place.before ?? place.after))
    return listCustomers(db, partnerId, { ...wish, cursor: undefined, before: undefined })
  const page = rows.slice(0, limit)
  const hasMore = rows.length > limit
  if (before) page.reverse()
  const cursorOf = (row: (typeof page)[number] | undefined, isThere: boolean) =>
    row && isThere ? writeCursor([sort === 'name' ? row.sortKey : row.since.toISOString(), row.id]) : null
  return {
    customers: page.map(({ sortKey: _, ...row }) => row),
    matches,
    nextCursor: cursorOf(page.at(-1), before ? true : hasMore),
    previousCursor: cursorOf(page[0], before ? hasMore : place.after !== undefined),
  }
}

const isNarrowed = ({ search, service, missing, country, since, lost, sharedWith }: Wish): boolean =>
  [search, service, missing, country, since, lost, sharedWith].some(Boolean)

const listed = [
  'id',
  'customerName as name',
  'customerDomain as domain',
  'customerCountry as country',
  'services',
  'since',
  'sortKey',
] as const

function matchingCustomers(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  words: string[][],
  sets: string[] | undefined,
  { country, since, lost, sharedWith, now, timeZone }: Wish,
) {
  let query = db.selectFrom('relationship').where('partnerId', '=', partnerId).where('status', '=', 'active')
  if (sets) query = query.where(sql<boolean>`service_set = any(${sets}::text[])`)
  if (sharedWith) query = query.where(sql<boolean>`customer_id in (select shared_customers(${sharedWith}))`)
  if (country) query = query.where('customerCountry', '=', country)
  if (since) query = query.where('since', '>=', daysBefore(now, since, timeZone))
  if (lost)
    query = query.where(
      sql<boolean>`id in ${customersThatTookAway(partnerId, daysBefore(now, lost, timeZone))}`,
    )
  if (words.length > 0) query = query.where(hasWords(partnerId, words, sql.ref('id')))
  return query
}

/** Whether a relationship's customer has all of these words, each in one of its spellings. */
export const hasWords = (partnerId: Id<'organisation'>, words: string[][], id: RawBuilder<unknown>) =>
  sql<boolean>`(true ${sql.join(
    words.map(
      // `>=` and `<` are leakproof, so row-level security still lets the index be used.
      (spellings) => sql`and ${id} in (select relationship_id from relationship_term
        where partner_id = ${partnerId} and (${sql.join(
          spellings.map((spelling) => sql`(term >= ${spelling} and term < ${`${spelling}\u{10FFFF}`})`),
          sql` or `,
        )}))`,
    ),
    sql` `,
  )})`

/** The relationships of customers that took privileges away since a moment, and have not given them back. */
const customersThatTookAway = (partnerId: Id<'organisation'>, since: Date) => sql`(
  select own.id from admin_grant ended join relationship own using (partner_id, customer_id)
  where ended.partner_id = ${partnerId} and own.partner_id = ${partnerId} and ended.ended_at >= ${since}
    and own.status = 'active' and not ended.service = any(own.services))`

type Matching = ReturnType<typeof matchingCustomers>
type Place = { before: string[] | undefined; after: string[] | undefined }

/** Reads the index in the list's order. */
const readOrder = async (_: PartnerDb, matching: Matching, wish: Wish, place: Place) => ({
  rows: await inOrder(matching.select(listed), wish, place).execute(),
  matches: null,
})

/** Reads all matches by whichever index finds them, or as `readOrder` if there are more than are counted. */
async function readMatches(db: PartnerDb, matching: Matching, wish: Wish, place: Place) {
  const few = db.with(
    (found) => found('found').materialized(),
    () => matching.select(listed).limit(customersCountedMax + 1),
  )
  const rows = await inOrder(few.selectFrom('found').selectAll(), wish, place)
    .select((eb) => eb.selectFrom('found').select(eb.fn.countAll().as('all')).as('matches'))
    .execute()
  const matches = Number(rows[0]?.matches ?? 0)
  if (matches <= customersCountedMax) return { rows, matches }
  return { ...(await readOrder(db, matching, wish, place)), matches }
}

/** One row more than fits the page, from a place in the list's order; backwards from the row before which a page ends. */
function inOrder<DB, TB extends keyof DB, Row>(
  rows: SelectQueryBuilder<DB, TB, Row>,
  { sort, direction, limit }: Pick<Wish, 'sort' | 'direction' | 'limit'>,
  { before, after }: Partial<Place> = {},
): SelectQueryBuilder<DB, TB, Row> {
  const isAscending = (direction === 'asc') !== Boolean(before)
  const column = sql.ref(sort === 'name' ? 'sortKey' : 'since')
  const order = sql.raw(isAscending ? 'asc' : 'desc')
  const ordered = rows.orderBy(sql`${column} ${order}, id ${order}`).limit(limit + 1)
  const [value, id] = before ?? after ?? []
  if (value === undefined) return ordered
  const beyond = sort === 'name' ? sql`${value}` : sql`${value}::timestamptz`
  return ordered.where(
    sql<boolean>`(${column}, id) ${sql.raw(isAscending ? '>' : '<')} (${beyond}, ${id}::uuid)`,
  )
}

/** The sets of services among the partner's customers that pass the filters; undefined without such a filter. */
async function servicesWanted(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  wish: Pick<Wish, 'service' | 'missing' | 'catalogue'>,
) {
  if (!wish.service && !wish.missing) return undefined
  const sets = await valuesOf(db, partnerId, 'serviceSet')
  return sets.filter((set) => hasWantedServices(set.split(' '), wish, wish.catalogue))
}

/** The different values of an indexed column among the partner's customers, each found by one step into the index. */
async function valuesOf(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  column: 'serviceSet' | 'customerCountry',
): Promise<string[]> {
  const name = sql.ref(column)
  const next = (beyond: RawBuilder<unknown>) => sql`(select ${name} from relationship
    where partner_id = ${partnerId} and status = 'active' ${beyond} order by ${name} limit 1)`
  const { rows } = await sql<{ value: string }>`
    with recursive found(value) as (
      select ${next(sql``)} union all select ${next(sql`and ${name} > found.value`)} from found where value is not null)
    select value from found where value is not null`.execute(db)
  return rows.map(({ value }) => value)
}

/** How many customers the partner has, up to one more than `customersCountedMax`, and their countries. */
export async function summariseCustomers(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
): Promise<{ total: number; countries: string[] }> {
  const { rows } = await sql<{ total: string }>`select count(*) as total from (
    select id from relationship where partner_id = ${partnerId} and status = 'active'
    order by sort_key, id limit ${customersCountedMax + 1}) counted`.execute(db)
  return { total: Number(rows[0]?.total ?? 0), countries: await valuesOf(db, partnerId, 'customerCountry') }
}

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
