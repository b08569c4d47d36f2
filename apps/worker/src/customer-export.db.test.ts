import { newId } from '@entente/db/core/new-id'
import { asTenant, type PartnerDb } from '@entente/db/core/scopes'
import { findExport, findExportPart, insertExport } from '@entente/db/relationship/customer-exports'
import { givenPartner } from '@entente/db/testing/fixtures'
import { customerColumns } from '@entente/domain/relationship/customer-list-sizes'
import { sized } from '@entente/testkit/full'
import { expect, test } from 'vitest'
import { openStage } from '../testing/index.ts'

const { database, run } = await openStage()
const [few, count] = [3300, sized(3300, 100_000)]

async function given(customers = few) {
  const partner = await givenPartner(database.api)
  await database.asOwner(
    `with made as (insert into organisation (id, kind, legal_name, country, created_at)
      select gen_random_uuid(), 'customer', 'Customer ' || n, 'FR', now() from generate_series(1, $2::integer) n returning *)
    insert into relationship (id, customer_id, partner_id, status, origin, since, customer_name, customer_domain,
      customer_country, sort_key, services, change_id)
    select gen_random_uuid(), id, $1, 'active', 'import', now(), legal_name, 'example.com', 'FR', lower(legal_name),
      '{azure}', gen_random_uuid() from made`,
    [partner.id, customers],
  )
  const owner = { partnerId: partner.id, askedBy: partner.person.id }
  const asPerson = <T>(work: (db: PartnerDb) => Promise<T>) =>
    asTenant(
      database.api,
      { organisationId: partner.id, audience: 'partner', personId: partner.person.id },
      work,
    )
  const ask = async (columns: (typeof customerColumns)[number][] = [], search?: string) => {
    const id = newId<'customer_export'>()
    const wish = { sort: 'name' as const, direction: 'asc' as const, columns, search }
    await asPerson((db) => insertExport(db, { id, ...owner, askedAt: new Date(), language: 'de', wish }))
    return { name: 'customers.export-asked' as const, data: { partnerId: partner.id, exportId: id } }
  }
  const rowsOf = async () => {
    const rows: string[][] = []
    for (let next: number | null = 0; next !== null; ) {
      const part = await asPerson((db) => findExportPart(db, owner, next as number))
      if (!part) throw new Error('A part is missing.')
      rows.push(...part.rows)
      next = part.next
    }
    return rows
  }
  return { partner, owner, asPerson, ask, rowsOf }
}

test('U10 an export whose worker dies in the middle goes on where it was, and has every customer once', async () => {
  const { owner, asPerson, ask, rowsOf } = await given()
  const job = await ask()
  await database.asOwner(`create function cut_connection() returns trigger language plpgsql security definer as
    'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'`)
  await database.asOwner(`create trigger cuts after insert on customer_export_part for each row when (new.number = 2)
    execute function cut_connection()`)
  await expect(run(job)).rejects.toThrow()
  await database.asOwner('drop trigger cuts on customer_export_part')
  expect(await asPerson((db) => findExport(db, owner))).toMatchObject({ done: 2000, finishedAt: null })
  await run(job)
  expect(new Set((await rowsOf()).map(([name]) => name)).size).toBe(few)
  expect(await rowsOf()).toHaveLength(few)
})

test('R-023 U10 every customer is exported once, by two workers at once, in the language of who asked', async () => {
  const { owner, asPerson, ask, rowsOf } = await given(count)
  const job = await ask([...customerColumns])
  expect(await asPerson((db) => findExportPart(db, owner, 0))).toBeUndefined()
  const before = process.memoryUsage().heapUsed
  await Promise.all([run(job), run(job)])
  expect((process.memoryUsage().heapUsed - before) / 2 ** 20).toBeLessThan(200)
  expect(await asPerson((db) => findExport(db, owner))).toMatchObject({
    ...{ total: count, done: count, finishedAt: expect.any(Date) },
  })
  const rows = await rowsOf()
  expect(rows).toHaveLength(count)
  expect(new Set(rows.map(([name]) => name)).size).toBe(count)
  expect(rows[0]).toEqual([
    ...['Customer 1', '', 'example.com', 'Frankreich', 'Azure', '', expect.any(String), expect.any(String)],
  ])
}, 120_000)

test('R-023 an export takes only what matches, replaces the last one, and is nobody else’s', async () => {
  const { owner, asPerson, ask, rowsOf } = await given()
  const first = await ask([], 'nobody')
  const second = await ask([])
  await run(first)
  expect(await asPerson((db) => findExport(db, owner))).toMatchObject({ done: 0, finishedAt: null })
  await run(second)
  expect((await rowsOf())[0]).toEqual(['Customer 1'])
  const other = await givenPartner(database.api)
  for (const personId of [other.person.id, null])
    expect(
      await asTenant(database.api, { organisationId: other.id, audience: 'partner', personId }, (db) =>
        findExport(db, owner),
      ),
    ).toBeUndefined()
})
