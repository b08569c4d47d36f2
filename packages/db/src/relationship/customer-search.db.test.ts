import type { Id } from '@entente/domain/core/id'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { plannedEachTime } from '../../testing/proxied.ts'
import { closeDatabase, openDatabase } from '../core/database.ts'
import { asTenant, type PartnerDb } from '../core/scopes.ts'
import { searchCustomers, searchSizes } from './customer-search.ts'
import { listCustomers } from './customers.ts'

const database = await freshDatabase()
const partner = await givenPartner(database.api)
const statements: CompiledQuery[] = []
const recording = openDatabase({
  url: database.urls.api,
  onStatement: ({ query }) => void statements.push(query),
})
afterAll(() => closeDatabase(recording))

/**
 * Every customer's name has "customer". "Harbour" is in one name of twenty, wherever it stands in the list, "rare" in one of three
 * hundred, and the names that begin with "zulu" stand together. One relationship of fifty is removed, and one of a hundred
 * has "harbour" as its alias.
 */
beforeAll(async () => {
  const count = 26_000
  await database.asOwner(`insert into organisation (id, kind, legal_name, country, created_at)
    select gen_random_uuid(), 'customer', case when n % 13 = 0 then 'Zulu' else 'Able' || n % 777 end || ' customer'
      || case when n % 20 = 0 then ' harbour' else '' end || case when n % 300 = 0 then ' rare' else '' end || ' ' || n,
      'FR', now() from generate_series(1, ${count}) n`)
  // Which statement removed them is of no interest here.
  await database.asOwner('alter table relationship drop constraint if exists relationship_removal_id_id_fkey')
  await database.asOwner(
    `insert into relationship (id, customer_id, partner_id, status, origin, since, customer_name, customer_country,
      sort_key, services, change_id, removal_id)
    select gen_random_uuid(), id, $1, case when n % 50 = 0 then 'removed' else 'active' end, 'import',
      date_trunc('hour', now()) - n * interval '1 hour', legal_name, 'FR', lower(legal_name), '{}', gen_random_uuid(),
      case when n % 50 = 0 then gen_random_uuid() end
    from (select *, row_number() over (order by sha256(convert_to(legal_name, 'UTF8'))) as n from organisation where kind = 'customer') customers`,
    [partner.id],
  )
  // As the application writes them, but for one customer in ten, whom the previous release added.
  await database.asOwner(`insert into relationship_term (partner_id, term, relationship_id, customer_id, leads)
    select distinct partner_id, word, id, customer_id, starts_with(sort_key, word) and customer_name not like '%7'
    from relationship, regexp_split_to_table(lower(customer_name), ' ') word`)
  await database.asOwner(`insert into customer_alias (relationship_id, partner_id, alias)
    select id, partner_id, 'Harbour' from relationship where customer_name like '%00'`)
  await database.asOwner(`insert into customer_alias_term (partner_id, term, relationship_id)
    select partner_id, 'harbour', relationship_id from customer_alias`)
  for (const table of ['relationship', 'relationship_term', 'customer_alias_term'])
    await database.asOwner(`vacuum analyze ${table}`)
}, 60_000)

const inPartner = <T>(work: (db: PartnerDb) => Promise<T>) =>
  asTenant(recording, { organisationId: partner.id, audience: 'partner', personId: null }, work)

type Order = { sort: 'name' | 'since'; direction: 'asc' | 'desc' }
const orders = (['name', 'since'] as const).flatMap((sort) =>
  (['asc', 'desc'] as const).map((direction) => ({ sort, direction })),
)

/** All that match, in order, read in the plainest way. */
async function everyMatch(search: string, { sort, direction }: Order): Promise<string[]> {
  const words = search.split(' ')
  const rows = await database.asOwner<{ id: string }>(
    `select id from relationship where partner_id = $1 and status = 'active' ${words
      .map(
        (_, at) => `and exists (select from (select term, relationship_id from relationship_term
          union all select term, relationship_id from customer_alias_term) own
          where own.relationship_id = relationship.id and starts_with(term, $${at + 2}))`,
      )
      .join(' ')} order by ${sort === 'name' ? 'sort_key' : 'since'} ${direction}, id ${direction}`,
    [partner.id, ...words],
  )
  return rows.map(({ id }) => id)
}

const searches = [
  ['few', 'rare'],
  ['many, spread over the list', 'harbour'],
  ['many, who stand together', 'zulu'],
  ['many, most of them side by side', 'z'],
  ['everybody', 'customer'],
  ['everybody, and many', 'customer harb'],
  ['many twice', 'zulu harbour'],
  ['nobody', 'walrus'],
  ['nobody who has both', 'zulu able'],
  ['very many with the beginnings of many words', '1'],
  ['those whose name goes on with it across a blank', 'zuluc'],
] as const

// Nearly all rows of this small table, so no index would help.
const together = ['very many who stand together', 'able'] as const

describe.each([...searches, together])('R-023 a search that finds %s', (_, search) => {
  test.each(orders)('shows the same pages as the plainest one, by $sort, $direction', async (order) => {
    const expected = await everyMatch(search, order)
    const limit = 40
    const read = (place: { cursor?: string; before?: string }) =>
      inPartner((db) =>
        listCustomers(db, partner.id, {
          ...{ ...order, limit, search, catalogue: ['azure'], now: new Date() },
          ...place,
        }),
      )
    const idsOf = ({ customers }: { customers: { id: Id<'relationship'> }[] }) =>
      customers.map(({ id }) => id)
    const first = await read({})
    expect(first.matches).toBe(Math.min(expected.length, 10_001))
    expect(idsOf(first)).toEqual(expected.slice(0, limit))
    expect(first.previousCursor).toBeNull()
    expect(first.nextCursor !== null).toBe(expected.length > limit)
    if (!first.nextCursor) return
    const second = await read({ cursor: first.nextCursor })
    expect(idsOf(second)).toEqual(expected.slice(limit, 2 * limit))
    expect(idsOf(await read({ before: second.previousCursor ?? '' }))).toEqual(idsOf(first))
    expect(second.matches).toBe(first.matches)
  })
})

// What a list of millions asks of the database, with the bounds of a list of thousands.
const small = { rareMax: 50, elsewhereMax: 20, setMax: 200, walkedMax: 1000, askedMax: 200 }
const many = [
  ['one word', 'able', true],
  ['two words', 'able customer', true],
  // Of two words that are both too common to be counted, the first is looked for.
  ['two words, of which the second begins their names', 'customer able', false],
] as const
describe.each([
  ['in a large set, where they stand together', 30_000],
  ['by a walk through the list, where the set is too large', 20_000],
])('R-023 very many who stand behind others are found %s', (_, largeSetMax) => {
  test.each(many)('by %s', async (_, search, isFirst) => {
    const sizes = { ...searchSizes, ...small, largeSetMax }
    const order = { sort: 'name', direction: 'desc' } as const
    const expected = await everyMatch(search, order)
    expect(expected.length).toBeGreaterThan(10_000)
    const words = search.split(' ').map((word) => [word])
    const wish = { ...order, limit: 40, search, catalogue: [], now: new Date() }
    const read = (after?: string[]) =>
      inPartner((db) => searchCustomers(db, partner.id, words, wish, { before: undefined, after }, sizes))
    statements.length = 0
    const first = await read()
    expect(first?.matches).toBe(10_001)
    expect(first?.rows.map(({ id }) => id)).toEqual(expected.slice(0, 41))
    const reads = statements.filter(({ sql }) => /relationship_term/.test(sql))
    // How many have the words, a sample, the next rows, more of them, the large set, and the whole list.
    expect(reads).toHaveLength(isFirst && largeSetMax > 20_000 ? 5 : 6)
    const last = first?.rows[39]
    const second = await read([last?.sortKey ?? '', last?.id ?? ''])
    expect(second?.rows.map(({ id }) => id)).toEqual(expected.slice(40, 81))
  })
})

test.each(searches)(
  'R-023 a search that finds %s reads by indexes, under row-level security',
  async (_, search) => {
    statements.length = 0
    const wish = {
      sort: 'name',
      direction: 'asc',
      limit: 50,
      search,
      catalogue: [],
      now: new Date(),
    } as const
    await inPartner((db) => listCustomers(db, partner.id, wish))
    const reads = statements.filter(({ sql }) => /relationship_term/.test(sql))
    expect(reads.length).toBeGreaterThan(0)
    for (const { sql, parameters } of [...reads]) {
      const plan = await inPartner(async (db) => {
        const { rows } = await db.executeQuery(
          CompiledQuery.raw(`explain (costs off) ${sql}`, [...parameters]),
        )
        return JSON.stringify(rows)
      })
      // Of the words of a small instance every third is "customer": reading them all is the right plan.
      expect(plan).not.toMatch(/Seq Scan on relationship(?!_term)/)
    }
  },
)

test('R-023 a search by name keeps its plan, however few have its first words', async () => {
  const one = openDatabase({ url: database.urls.api, connectionsMax: 1 })
  try {
    const scope = { organisationId: partner.id, audience: 'partner', personId: null } as const
    const wish = { sort: 'name', direction: 'asc', limit: 40, catalogue: [], now: new Date() } as const
    for (const search of [...Array<string>(8).fill('walrus'), 'zulu'])
      await asTenant(one, scope, (db) => listCustomers(db, partner.id, { ...wish, search }))
    expect(await plannedEachTime(one)).toEqual([])
  } finally {
    await closeDatabase(one)
  }
})
