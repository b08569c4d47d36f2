import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { closeDatabase, openDatabase } from '../core/database.ts'
import { newId } from '../core/new-id.ts'
import { asTenant, asWatcher, type PartnerDb, type WatcherDb } from '../core/scopes.ts'
import { countCustomers, listCustomers, summariseCustomers } from './customers.ts'
import { customersCounter, readListChanges } from './list-changes.ts'

const database = await freshDatabase()
const partner = await givenPartner(database.api)
const statements: CompiledQuery[] = []
const recording = openDatabase({
  url: database.urls.api,
  onStatement: ({ query }) => void statements.push(query),
})
afterAll(() => closeDatabase(recording))

/** Inserts twenty thousand customers of one partner and as many of another, without any procedure. */
beforeAll(async () => {
  await database.asOwner(`insert into organisation (id, kind, legal_name, country, created_at)
    select gen_random_uuid(), 'customer', 'Customer ' || n, 'FR', now() from generate_series(1, 40000) n`)
  const rival = await givenPartner(database.api)
  await database.asOwner(
    `insert into relationship (id, customer_id, partner_id, status, origin, since, customer_name, customer_country,
      sort_key, services, change_id)
    select gen_random_uuid(), id, case when n % 2 = 0 then $1::uuid else $2::uuid end, 'active', 'import',
      now() - n * interval '1 hour', legal_name, case when n % 400 = 0 then 'DE' else 'FR' end, lower(legal_name),
      case when n % 1000 = 0 then '{azure}'::text[] when n % 3 = 0 then '{}' else '{intune,azure}' end, gen_random_uuid()
    from (select *, row_number() over () as n from organisation where kind = 'customer') customers`,
    [partner.id, rival.id],
  )
  await database.asOwner(`insert into relationship_term (partner_id, term, relationship_id, customer_id)
    select partner_id, word, id, customer_id from relationship, regexp_split_to_table(lower(customer_name), ' ') word`)
  await database.asOwner(`insert into customer_alias (relationship_id, partner_id, alias)
    select id, partner_id, 'Alias' from relationship where partner_id = '${partner.id}'`)
  await database.asOwner(`insert into customer_alias_term (partner_id, term, relationship_id)
    select partner_id, case customer_country when 'DE' then 'harbour' else 'alias' || id end, id
    from relationship where partner_id = '${partner.id}'`)
  await database.asOwner(`insert into customer_tag (partner_id, tag, relationship_id)
    select partner_id, case customer_country when 'DE' then 'key account' else 'other' end, id
    from relationship where partner_id = '${partner.id}'`)
  await database.asOwner(
    `update relationship set origin = 'created' where customer_country = 'DE' and services = '{}'`,
  )
  for (const table of ['relationship', 'customer_alias_term', 'customer_tag', 'end_request'])
    await database.asOwner(`vacuum analyze ${table}`)
  await database.asOwner('vacuum analyze relationship_term')
}, 60_000)

const inPartner = <T>(work: (db: PartnerDb) => Promise<T>) =>
  asTenant(recording, { organisationId: partner.id, audience: 'partner', personId: null }, work)

/** Runs the read and returns the plan of its last statement for the same role. */
const planOf = (read: (db: PartnerDb) => Promise<unknown>): Promise<string> =>
  inPartner((db) => planWithin(db, read))

async function planWithin<Db extends PartnerDb | WatcherDb>(db: Db, read: (db: Db) => Promise<unknown>) {
  await read(db)
  const last = statements.at(-1) as CompiledQuery
  const { rows } = await db.executeQuery(
    CompiledQuery.raw(`explain (analyze, costs off) ${last.sql}`, [...last.parameters]),
  )
  return JSON.stringify(rows, null, 1)
}

const facts = { catalogue: ['azure', 'intune'], now: new Date() }
const byName = { sort: 'name', direction: 'asc', limit: 50, ...facts } as const

test.each([
  ['by name', byName],
  ['by name, descending', { ...byName, direction: 'desc' }],
  ['by date', { ...byName, sort: 'since' }],
  ['by date, descending', { ...byName, sort: 'since', direction: 'desc' }],
  ['with one rare word', { ...byName, search: '1999' }],
  ['with two words', { ...byName, search: '199 19' }],
  ['of one country', { ...byName, country: 'DE' }],
  ['with a privilege that few gave', { ...byName, service: 'azure', missing: 'intune' }],
  ['with a privilege that most gave', { ...byName, service: 'intune' }],
  [
    'of a country without all privileges, by date',
    { ...byName, sort: 'since', country: 'DE', missing: 'any' },
  ],
  ['of the last week', { ...byName, since: 7 }],
  ['with an alias', { ...byName, search: 'harbour' }],
  ['of a tag', { ...byName, tag: 'key account' }],
  ['of an origin', { ...byName, origin: 'created' }],
  ['without any privilege, by date', { ...byName, sort: 'since', missing: 'all' }],
] as const)('R-023 the list %s uses an index, under row-level security', async (_, input) => {
  const plan = await planOf((db) => listCustomers(db, partner.id, input))
  expect(plan).toContain('Index')
  expect(plan).not.toContain('Seq Scan')
})

test.each([
  ['a country', { country: 'DE' }, 100],
  ['a privilege', { service: 'azure', missing: 'intune' }, 40],
  ['a missing privilege', { missing: 'any', country: 'DE', since: 90 }, 2],
  ['a word', { search: '199' }, 55],
  ['words of name and alias', { search: 'harb cust 400' }, 3],
  ['a tag', { tag: 'key account' }, 100],
  ['a tag that nobody has', { tag: 'west' }, 0],
  ['an open request', { requests: 'open' }, 0],
] as const)('U-05 the count is exact up to ten thousand: %s', async (_, filters, matches) => {
  const page = await inPartner((db) => listCustomers(db, partner.id, { ...byName, limit: 25, ...filters }))
  expect(page.matches).toBe(matches)
  expect(page.customers).toHaveLength(Math.min(25, matches))
})

test('the summary counts up to ten thousand, names the countries, and uses indexes', async () => {
  expect(await inPartner((db) => summariseCustomers(db, partner.id))).toEqual({
    total: 10_001,
    countries: ['DE', 'FR'],
    origins: ['created', 'import'],
    tags: ['key account', 'other'],
  })
  expect(await planOf((db) => summariseCustomers(db, partner.id))).not.toContain('Seq Scan')
})

test('U-05 a filter that most customers pass shows each page of the list as one that few pass does', async () => {
  const dense = { ...byName, service: 'intune', limit: 100 }
  const first = await inPartner((db) => listCustomers(db, partner.id, dense))
  expect(first.matches).toBe(10_001)
  const second = await inPartner((db) =>
    listCustomers(db, partner.id, { ...dense, cursor: first.nextCursor ?? '' }),
  )
  const names = [...first.customers, ...second.customers].map(({ name }) => name)
  expect(names).toEqual(names.toSorted())
  expect(new Set(names).size).toBe(200)
})

test('R-023 a page far down the list reads only its own rows', async () => {
  const { nextCursor } = await inPartner((db) => listCustomers(db, partner.id, { ...byName, limit: 100 }))
  if (!nextCursor) throw new Error('The list has one page only.')
  const plan = await planOf((db) => listCustomers(db, partner.id, { ...byName, cursor: nextCursor }))
  expect(plan).toContain('relationship_by_name')
  expect(plan).not.toContain('Seq Scan')
})

test('U-05 invisible signs alone find nobody, in the list and in the count of an export', async () => {
  const nobody = { ...byName, search: '\u200b' }
  expect((await inPartner((db) => listCustomers(db, partner.id, nobody))).customers).toEqual([])
  expect(await inPartner((db) => countCustomers(db, partner.id, nobody))).toBe(0)
})

test('the counter of live lists uses an index', async () => {
  const plan = await planOf((db) => customersCounter(db, partner.id))
  expect(plan).toContain('relationship_by_change')
  expect(plan).not.toContain('Seq Scan')
})

test('U25 the lists of all open pages are watched by index', async () => {
  const plan = await asWatcher(recording, (watcher) =>
    planWithin(watcher, (db) => readListChanges(db, [partner.id, newId<'organisation'>()])),
  )
  expect(plan).toContain('relationship_by_change')
  expect(plan).not.toMatch(
    /Seq Scan on (relationship|relationship_request|request_recipient|request_outcome)\b/,
  )
})

test('R-023 pages of any size are read by few statements, which a connection prepares once', async () => {
  statements.length = 0
  for (const limit of [1, 7, 49, 50, 51, 99, 100]) {
    const { customers, nextCursor } = await inPartner((db) =>
      listCustomers(db, partner.id, { ...byName, limit }),
    )
    expect(customers).toHaveLength(limit)
    const next = await inPartner((db) =>
      listCustomers(db, partner.id, { ...byName, limit, cursor: nextCursor ?? undefined }),
    )
    expect(next.customers).toHaveLength(limit)
    expect(next.customers[0]?.name).not.toBe(customers.at(-1)?.name)
  }
  const texts = new Set(statements.map(({ sql }) => sql).filter((sql) => sql.includes('sort_key')))
  // Of 10, 50 and 100 rows, each with a place and without.
  expect(texts.size).toBe(6)
})
