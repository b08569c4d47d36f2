import type { Id } from '@entente/domain/core/id'
import { isPlainWord } from '@entente/domain/core/search-words'
import { customersCountedMax } from '@entente/domain/relationship/customer-list-sizes'
import { type RawBuilder, sql } from 'kysely'
import { pageRows } from '../core/cursor.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { hasEachWord, pastWord, type Wish, withWord } from './customer-matching.ts'
import { inOrder, type ListedRow, labelsOf, listed, orderOf, type Place } from './customer-order.ts'

type Found = { rows: ListedRow[]; matches: number }
type Search = {
  partnerId: Id<'organisation'>
  /** The word that the fewest customers have, in its spellings, and the others. */
  rarest: string[]
  others: string[][]
  wish: Wish
  place: Place
  sizesMax: typeof searchSizes
}

/** Up to which numbers a search goes which way; tests of the ways of very long lists lower them. */
export const searchSizes = {
  // Reading so many rows by their ids takes as long as a page may.
  rareMax: 500,
  // With so few who have the word elsewhere, the walk to them through a list of millions is the longer way.
  elsewhereMax: 2000,
  // A set of so many ids is made in a few milliseconds.
  setMax: 20_000,
  // So many of those who have a commoner word tell that more match than are counted, though some have it twice.
  sampleMax: 12_000,
  // If so many rows of the list do not fill a page, those who match stand together further on.
  walkedMax: 60_000,
  // So many who stand together are still found sooner than a walk through millions comes to them.
  largeSetMax: 200_000,
  // Asking so many rows of the list for their words takes as long.
  askedMax: 1500,
}

/**
 * A page of the customers with these words, and how many there are. Those whose names begin with the only word stand where the list has
 * it, and if few have it elsewhere, these are read besides. Else it depends on how many have the rarest word: few are
 * read and sorted. More become a set of ids that is counted; if all of their names begin with the word, they stand
 * together in the list, else the list is walked until a page is full. A word that very many have soon fills a page of the
 * list, whose rows are then asked for it; if they are not among its next ones, they may stand together further on.
 * Undefined where it cannot be told that more match than are counted.
 */
export async function searchCustomers(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  words: string[][],
  wish: Wish,
  place: Place,
  sizesMax: typeof searchSizes = searchSizes,
): Promise<Found | undefined> {
  const given = { partnerId, wish, place, sizesMax }
  const [only = []] = words
  const isPlain = words.length === 1 && only.length === 1 && only.every(isPlainWord)
  const isByPlace = wish.sort === 'name' && isPlain
  if (isByPlace) {
    const found = await readByPlace(db, { ...given, rarest: only, others: [] })
    if (found) return found
  }
  // Too many have a word elsewhere to be few.
  const sizes = isByPlace ? [Infinity] : await sizesOf(db, partnerId, words, sizesMax)
  const size = Math.min(...sizes)
  const rarest = words[sizes.indexOf(size)] as string[]
  const search = { ...given, rarest, others: words.filter((word) => word !== rarest) }
  if (size <= sizesMax.rareMax) return readRare(db, search)
  const idsMax = size <= sizesMax.setMax ? sizesMax.setMax : sizesMax.sampleMax
  const { matches, together, isCut } = await matchTogether(db, search, idsMax)
  if (!isCut) return { rows: together ?? (await walk(db, search)), matches }
  if (matches <= customersCountedMax) return undefined
  const rows =
    (await walkAsking(db, search)) ??
    (await walk(db, search, sizesMax.walkedMax)) ??
    (await readLargeSet(db, search)) ??
    (await walk(db, search))
  return { rows, matches }
}

/**
 * The page of customers whose names begin with a word, with those who have it elsewhere; undefined if these are many, or if a name
 * may begin with it across a blank.
 */
async function readByPlace(db: PartnerDb, search: Search): Promise<Found | undefined> {
  const { partnerId, rarest, wish, place, sizesMax } = search
  const [word] = rarest as [string]
  const begins = (column: string) =>
    sql`${sql.ref(column)} >= ${unseen(word)} and ${sql.ref(column)} < ${unseen(pastWord(word))}`
  const letters = [...word]
  // Such as "wo r…" of the word "word": what a name begins with whose first word ends within it.
  const across = letters.slice(1).map((letter, at) => `${letters.slice(0, at + 1).join('')} ${letter}`)
  const { by, isBeyond = sql`true` } = orderOf(wish, place)
  const own = sql`partner_id = ${partnerId} and status = 'active'`
  const isHere = begins('sortKey')
  const { rows } = await sql<ListedRow & { matches: number; isTold: boolean }>`
    with elsewhere as materialized (
        select relationship_id from relationship_term where partner_id = ${partnerId} and ${begins('term')} and not leads
        union all select relationship_id from customer_alias_term where partner_id = ${partnerId} and ${begins('term')}
        limit ${sql.lit(sizesMax.elsewhereMax + 1)}),
      told as materialized (select (select count(*) from elsewhere) <= ${sql.lit(sizesMax.elsewhereMax)}
        and not exists (select from unnest(${across}::text[]) start(text), lateral (select from relationship
          where ${own} and sort_key >= start.text and sort_key < start.text || ${pastWord('')} limit 1) any_such) as is_told),
      others as materialized (select id, sort_key from relationship where ${own} and not (${isHere})
        and id = any(array(select relationship_id from elsewhere where (select is_told from told)))),
      page as (select id from (
          (select id, sort_key from relationship where ${own} and ${isHere} and ${isBeyond} order by ${by} limit ${pageRows(wish.limit)})
          union all select id, sort_key from others where ${isBeyond}) found
        order by ${by} limit ${pageRows(wish.limit)}),
      counts as (select is_told, case when is_told then (select count(*) from others)::integer
        + (select count(*) from (select from relationship where ${own} and ${isHere} limit ${sql.lit(customersCountedMax + 1)}) here)::integer
        end as matches from told)
    select * from counts left join (select ${columnsOf(partnerId)} from page join relationship using (id)
      where partner_id = ${partnerId}) shown on is_told order by ${by}`.execute(db)
  const { matches, isTold } = rows[0] ?? { matches: 0, isTold: false }
  if (!isTold) return undefined
  // Without a page there is one row of nothing but the counts.
  return {
    rows: rows.filter(({ id }) => id !== null),
    matches: Math.min(matches, customersCountedMax + 1),
  }
}

/**
 * A value that the planner does not see. For a rare word it would expect more of a plan for that word alone and plan each search again,
 * which takes as long as the search, although every word is read in the same way.
 */
const unseen = (text: string) => sql`(select ${text}::text)`

/** The page of a set that is large but stands together; undefined if it does not. */
async function readLargeSet(db: PartnerDb, search: Search): Promise<ListedRow[] | undefined> {
  await allowMemory(db)
  return (await matchTogether(db, search, search.sizesMax.largeSetMax)).together
}

/** How many customers have each word, or one more than a set may have. */
async function sizesOf(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  words: string[][],
  { setMax }: typeof searchSizes,
): Promise<number[]> {
  const counted = words.map(
    (spellings) => sql`(select count(*) from
      (select from (${withWord(partnerId, spellings)}) found limit ${setMax + 1}) counted)::integer`,
  )
  const { rows } = await sql<{ sizes: number[] }>`select array[${sql.join(counted)}] as sizes`.execute(db)
  return rows[0]?.sizes ?? []
}

/** Reads and sorts all matches. */
async function readRare(db: PartnerDb, { partnerId, rarest, others, wish, place }: Search): Promise<Found> {
  const matching = db.with(
    (found) => found('found').materialized(),
    () =>
      live(db, partnerId)
        .where(sql<boolean>`id in (${withWord(partnerId, rarest)})`)
        .where(hasEachWord(partnerId, others, sql.ref('relationship.id')))
        .select(listed),
  )
  const { alias, tags } = labelsOf(partnerId, 'found.id')
  const rows = await inOrder(matching.selectFrom('found').selectAll(), wish, place)
    .select([alias.as('alias'), tags.as('tags')])
    .select((eb) => eb.selectFrom('found').select(eb.fn.countAll().as('all')).as('matches'))
    .execute()
  // A check constraint limits the origin to the values of the type.
  return { rows: rows as unknown as ListedRow[], matches: Number(rows[0]?.matches ?? 0) }
}

/**
 * How many customers match, of a set at most; and the page, if the names of all of them begin with the rarest word: that many stand
 * between it and the next word.
 */
async function matchTogether(
  db: PartnerDb,
  search: Search,
  idsMax: number,
): Promise<{ matches: number; together: ListedRow[] | undefined; isCut: boolean }> {
  const { partnerId, rarest, wish, place } = search
  const [first] = rarest as [string]
  const { by, isBeyond } = orderOf(wish, place)
  // In another order they do not stand together.
  const isPossible = wish.sort === 'name'
  const { rows } = await sql<ListedRow & { matches: number; together: number; isCut: boolean }>`
    with having_it as materialized (${withWord(partnerId, search.rarest)} limit ${idsMax + 1}),
      found as materialized (${idsOf(search, sql`having_it`)}),
      together as materialized (select id, sort_key, null::timestamptz as since from relationship where partner_id = ${partnerId} and status = 'active'
        and sort_key >= ${first} and sort_key < ${pastWord(first)} and ${isIn(sql`select id from found`)}
        limit (select case when ${isPossible} and count(*) <= ${idsMax} then ${idsMax + 1}::integer else 0 end from having_it)),
      page as (select id from together where ${isBeyond ?? sql`true`} order by ${by} limit ${wish.limit + 1}),
      counts as (select (select count(*) from found)::integer - (select count(*) from relationship
          where partner_id = ${partnerId} and status = 'removed' and ${isIn(sql`select id from found`)})::integer as matches,
        (select count(*) from together)::integer as together, (select count(*) from having_it) > ${idsMax} as is_cut)
    select * from counts left join (select ${columnsOf(partnerId)} from page join relationship using (id)
      where partner_id = ${partnerId}) shown on true order by ${by}`.execute(db)
  const { matches, together, isCut } = rows[0] ?? { matches: 0, together: 0, isCut: false }
  return {
    matches: Math.min(matches, customersCountedMax + 1),
    // Without a page there is one row of nothing but the counts. A set that is cut off may go on elsewhere.
    together: isPossible && matches === together && !isCut ? rows.filter(({ id }) => id !== null) : undefined,
    isCut,
  }
}

/** Walks the list, or its next rows, until a page is full of customers of the set; undefined if the next rows do not fill it. */
async function walk(db: PartnerDb, search: Search): Promise<ListedRow[]>
async function walk(db: PartnerDb, search: Search, rowsMax: number): Promise<ListedRow[] | undefined>
async function walk(db: PartnerDb, search: Search, rowsMax?: number): Promise<ListedRow[] | undefined> {
  await allowMemory(db)
  const rows = await readPage(
    db,
    search,
    isIn(idsOf(search, sql`(${withWord(search.partnerId, search.rarest)})`)),
    rowsMax ? sql`limit ${rowsMax}` : sql``,
  )
  return rowsMax && rows.length <= search.wish.limit ? undefined : rows
}

/** A set of all customers of the longest list is still a table in memory, whatever the database allows others. */
const allowMemory = (db: PartnerDb): Promise<unknown> =>
  sql`select set_config('work_mem', '64MB', true)`.execute(db)

/** Asks the next rows of the list for their words; undefined if they do not fill a page. */
async function walkAsking(db: PartnerDb, search: Search): Promise<ListedRow[] | undefined> {
  const { partnerId, rarest, others, wish, sizesMax } = search
  const asked = hasEachWord(partnerId, [rarest, ...others], sql.ref('next.id'))
  const rows = await readPage(db, search, asked, sql`limit ${sizesMax.askedMax}`)
  return rows.length > wish.limit ? rows : undefined
}

/** The first rows that match among the next ones of the list, by an index that holds the list's order and no more. */
async function readPage(
  db: PartnerDb,
  { partnerId, wish, place }: Search,
  matches: RawBuilder<boolean>,
  limit: RawBuilder<unknown>,
): Promise<ListedRow[]> {
  const { by, isBeyond } = orderOf(wish, place)
  const { rows } = await sql<ListedRow>`
    with page as materialized (select id from
        (select id, ${sql.ref(wish.sort === 'name' ? 'sortKey' : 'since')} from relationship
          where partner_id = ${partnerId} and status = 'active' and ${isBeyond ?? sql`true`} order by ${by} ${limit}) next
      where ${matches} order by ${by} limit ${wish.limit + 1})
    select ${columnsOf(partnerId)} from page join relationship using (id) where partner_id = ${partnerId} order by ${by}`.execute(
    db,
  )
  return rows
}

/** The customers with all words, of some who have the rarest. */
const idsOf = ({ partnerId, others }: Search, some: RawBuilder<unknown>) => sql`
  select distinct relationship_id as id from ${some} having_it
  where ${hasEachWord(partnerId, others, sql.ref('having_it.relationshipId'))}`

/** Whether a row is of a set, looked up in a table in memory row by row; a plain `in` could begin with the set. */
const isIn = (ids: RawBuilder<unknown>) => sql<boolean>`(id in (${ids})) is true`

const columnsOf = (partnerId: Id<'organisation'>) => {
  const { alias, tags } = labelsOf(partnerId, 'relationship.id')
  return sql`id, customer_name as name, customer_domain as domain, customer_country as country, services, origin, since,
    sort_key, ${alias} as alias, ${tags} as tags`
}

const live = (db: PartnerDb, partnerId: Id<'organisation'>) =>
  db.selectFrom('relationship').where('partnerId', '=', partnerId).where('status', '=', 'active')
