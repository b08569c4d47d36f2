import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { findPartnerCard } from '../identity/organisations.ts'
import { listRequests } from '../relationship/request-list.ts'
import { batch } from './batch.ts'
import { closeDatabase, openDatabase } from './database.ts'
import { asLink, asTenant, type PartnerDb } from './scopes.ts'

const database = await freshDatabase()

test('R12 statements that were prepared before a migration added a column still work after it', async () => {
  const partner = await givenPartner(database.api)
  const tenant = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const
  const read = () =>
    asTenant(database.api, tenant, async (db) => {
      await listRequests(db, partner.id, { limit: 5, now: new Date() })
      return findPartnerCard(db, partner.id)
    })
  const before = await read()
  await database.asOwner('alter table organisation add column added_later text')
  await database.asOwner('alter table relationship_request add column added_later text')
  expect(await read()).toEqual(before)
})

test('a statement is prepared once per connection, under a name of its own', async () => {
  const partner = await givenPartner(database.api)
  const tenant = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const
  const names = await asTenant(database.api, tenant, async (db) => {
    await findPartnerCard(db, partner.id)
    await findPartnerCard(db, partner.id)
    const { rows } = await sql<{ name: string }>`
      select name from pg_prepared_statements where statement like ${'%from "organisation"%'}`.execute(db)
    return rows.map(({ name }) => name)
  })
  expect(names).toHaveLength(1)
})

test('each role prepares a statement for itself, because PostgreSQL plans it again when the role changes', async () => {
  const one = openDatabase({ url: database.urls.api, connectionsMax: 1 })
  afterAll(() => closeDatabase(one))
  const partner = await givenPartner(database.api)
  const tenant = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const
  const read = async () => {
    await asLink(one, partner.links.plain, (db) => findPartnerCard(db, partner.id))
    return asTenant(one, tenant, async (db) => {
      await findPartnerCard(db, partner.id)
      const { rows } = await sql<{ plans: string }>`
        select generic_plans + custom_plans as plans from pg_prepared_statements
        where statement like ${'%from "organisation"%'} order by 1`.execute(db)
      return rows.map(({ plans }) => Number(plans))
    })
  }
  expect(await read()).toEqual([1, 1])
  expect(await read()).toEqual([2, 2])
})

test('a statement that was skipped, because one before it failed, is prepared when it is sent again', async () => {
  const one = openDatabase({ url: database.urls.api, connectionsMax: 1 })
  afterAll(() => closeDatabase(one))
  const partner = await givenPartner(database.api)
  const tenant = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const
  const read = (before: (db: PartnerDb) => Promise<unknown>) =>
    asTenant(one, tenant, async (db) => (await batch([before(db), findPartnerCard(db, partner.id)]))[1])
  await expect(read((db) => sql`select 1 / ${0}::int`.execute(db))).rejects.toMatchObject({ code: '22012' })
  expect(await read(async () => {})).toMatchObject({ id: partner.id })
})

test('a statement that failed when a connection ran it for the first time is prepared by the next run', async () => {
  const one = openDatabase({ url: database.urls.api, connectionsMax: 1 })
  afterAll(() => closeDatabase(one))
  const partner = await givenPartner(database.api)
  const tenant = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const
  const divide = (by: number) =>
    asTenant(one, tenant, async (db) => {
      await sql`select 1 / ${by}::int as divided`.execute(db)
      const { rows } =
        await sql`select from pg_prepared_statements where statement like ${'%as divided'}`.execute(db)
      return rows.length
    })
  await expect(divide(0)).rejects.toMatchObject({ code: '22012' })
  await divide(1)
  const known = await divide(1)
  expect(await divide(1)).toBe(known)
})

test('without names nothing stays on a connection', async () => {
  const unnamed = openDatabase({ url: database.urls.api, connectionsMax: 1, prepared: false })
  afterAll(() => closeDatabase(unnamed))
  const partner = await givenPartner(unnamed)
  const tenant = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const
  const count = await asTenant(unnamed, tenant, async (db) => {
    await findPartnerCard(db, partner.id)
    const { rows } = await sql<{ count: number }>`select count(*)::int from pg_prepared_statements`.execute(
      db,
    )
    return rows[0]?.count
  })
  expect(count).toBe(0)
})
