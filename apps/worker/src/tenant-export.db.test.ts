import { randomUUID } from 'node:crypto'
import { newId } from '@entente/db/core/new-id'
import { asOperator, asTenant } from '@entente/db/core/scopes'
import { findKeptExport, findKeptPart, startExport } from '@entente/db/operator/kept-exports'
import { givenOperator } from '@entente/db/testing/fixtures'
import { givenRowsOfAllKinds } from '@entente/db/testing/rows'
import { expect, test } from 'vitest'
import { openStage } from '../testing/index.ts'

const { database, run } = await openStage()
const [ours, theirs] = [await givenRowsOfAllKinds(database), await givenRowsOfAllKinds(database)]
const operator = await givenOperator(database.api)

async function ask(organisationId: (typeof ours)['partner']['id'], kind: 'partner' | 'customer') {
  const id = newId<'tenant_export'>()
  const row = { id, organisationId, askedBy: operator.id, askedAt: new Date() }
  expect(await asOperator(database.api, operator.id, (db) => startExport(db, row))).toBe(true)
  return { name: 'tenant.export-asked' as const, data: { organisationId, kind, exportId: id } }
}
const found = (id: (typeof ours)['partner']['id']) =>
  asOperator(database.api, operator.id, (db) => findKeptExport(db, id, new Date()))

/** The rows of a whole export, each with its table. */
async function rowsOf(organisationId: (typeof ours)['partner']['id']) {
  const asked = await found(organisationId)
  if (!asked?.finishedAt) throw new Error('The export is not whole.')
  const parts = await asOperator(database.api, operator.id, (db) =>
    Promise.all(Array.from({ length: asked.parts }, (_, number) => findKeptPart(db, asked.id, number))),
  )
  const lines = parts.join('').trimEnd().split('\n')
  expect(lines).toHaveLength(asked.rowsDone)
  return lines.map((line) => JSON.parse(line) as { table: string; row: Record<string, unknown> })
}

test('S1 an operator’s export holds what a partner’s tables hold of it, and nothing of another partner or its customer', async () => {
  await run(await ask(ours.partner.id, 'partner'))
  const rows = await rowsOf(ours.partner.id)
  const tables = new Set(rows.map(({ table }) => table))
  for (const table of [
    'public.relationship',
    'public.admin_grant',
    'public.service_request',
    'auth.membership',
  ])
    expect(tables).toContain(table)
  expect([...tables].filter((table) => table.includes('tenant_export'))).toEqual([])
  const text = JSON.stringify(rows)
  for (const foreign of [theirs.partner.id, theirs.customer.id, theirs.partner.person.id, operator.id])
    expect(text).not.toContain(foreign)
  const names = rows.flatMap(({ row }) => Object.keys(row))
  expect(names.filter((name) => /hash|secret$|sealed|^kid$/.test(name))).toEqual([])
  const records = await database.asOwner<{ payload: object }>(
    `select payload from audit_record where organisation_id = $1 and action = 'tenant.exported'`,
    [ours.partner.id],
  )
  expect(records).toMatchObject([{ payload: { by: 'operator' } }])
})

test('S1 an export of a customer holds no other customer', async () => {
  await run(await ask(ours.customer.id, 'customer'))
  const text = JSON.stringify(await rowsOf(ours.customer.id))
  expect(text).toContain(ours.partner.id)
  for (const foreign of [theirs.partner.id, theirs.customer.id]) expect(text).not.toContain(foreign)
})

test('U10 an export whose worker dies in the middle goes on with the next table, and has every row once', async () => {
  await run(await ask(ours.partner.id, 'partner'))
  const whole = await rowsOf(ours.partner.id)
  const job = await ask(ours.partner.id, 'partner')
  await database.asOwner(`create function cut_connection() returns trigger language plpgsql security definer as
    'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'`)
  await database.asOwner(`create trigger cuts after insert on tenant_export_part for each row when (new.number = 5)
    execute function cut_connection()`)
  await expect(run(job)).rejects.toThrow()
  await database.asOwner('drop trigger cuts on tenant_export_part')
  const half = await found(ours.partner.id)
  expect(half).toMatchObject({ finishedAt: null, parts: 5 })
  await run(job)
  // The audit has grown by the exports themselves.
  const counted = (rows: typeof whole) =>
    rows.filter(({ table }) => !/audit/.test(table)).map(({ table }) => table)
  expect(counted(await rowsOf(ours.partner.id))).toEqual(counted(whole))
  // A job that comes once more finds it whole.
  await run(job)
  expect(counted(await rowsOf(ours.partner.id))).toEqual(counted(whole))
})

test('one export of a tenant is made at a time; a whole one is replaced, and a job of the former writes nothing', async () => {
  const first = await ask(theirs.partner.id, 'partner')
  const again = { id: newId<'tenant_export'>(), organisationId: theirs.partner.id, askedBy: operator.id }
  const start = (askedAt: Date) =>
    asOperator(database.api, operator.id, (db) => startExport(db, { ...again, askedAt }))
  expect(await start(new Date())).toBe(false)
  // After an hour without an end it counts as lost.
  expect(await start(new Date(Date.now() + 3_700_000))).toBe(true)
  await run(first)
  expect(await found(theirs.partner.id)).toMatchObject({ id: again.id, parts: 0, finishedAt: null })
})

test('S2 a tenant’s own people can read no export of it, nor write one', async () => {
  await run(await ask(ours.partner.id, 'partner'))
  const { api } = database
  const person = {
    organisationId: ours.partner.id,
    audience: 'partner',
    personId: ours.partner.person.id,
  } as const
  const asPerson = (text: 'tenantExport' | 'tenantExportPart') =>
    asTenant(api, person, (db) =>
      db
        .selectFrom(text)
        .select(text === 'tenantExport' ? 'id' : 'lines')
        .execute(),
    )
  expect(await asPerson('tenantExport')).toEqual([])
  await expect(asPerson('tenantExportPart')).rejects.toThrow('permission denied')
  const asked = await found(ours.partner.id)
  const part = { exportId: asked?.id ?? newId<'tenant_export'>(), organisationId: ours.partner.id }
  await expect(
    asTenant(api, person, (db) =>
      db
        .insertInto('tenantExportPart')
        .values({ ...part, number: 9000, lines: randomUUID() })
        .execute(),
    ),
  ).rejects.toThrow('row-level security')
})
