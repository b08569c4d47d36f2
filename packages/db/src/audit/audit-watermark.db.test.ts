import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { newId } from '../core/new-id.ts'
import { asSealer, type SealerDb } from '../core/scopes.ts'
import { findSealLag } from '../operator/operating-figures.ts'
import { sealAudit } from './audit-seals.ts'
import { verifyChain } from './audit-verify.ts'

const database = await freshDatabase()
const partners = [await givenPartner(database.api), await givenPartner(database.api)]
const writers = Array.from({ length: 4 }, () => new pg.Client(database.urls.owner))
await Promise.all(writers.map((writer) => writer.connect()))
afterAll(() => Promise.all(writers.map((writer) => writer.end())))
const [writer, other] = writers as [pg.Client, pg.Client]

const round = (limit = 100) => asSealer(database.worker, (db) => sealAudit(db, { limit }, new Date()))
const unsealed = async () =>
  (
    await database.asOwner<{ id: string }>(
      'select id from audit_record r where not exists (select from audit_seal where audit_id = r.id)',
    )
  ).map(({ id }) => id)

/** Appends a record in the writer's transaction. */
async function append(by: pg.Client, { of = partners[0], hoursAgo = 0 } = {}): Promise<string> {
  const at = new Date(Date.now() - hoursAgo * 3_600_000)
  const { rows } = await by.query<{ id: string }>(
    `insert into audit_record (id, organisation_id, request_id, actor_kind, actor_roles, action, payload, payload_digest, occurred_at)
     values (uuidv7($1::timestamptz - now()), $2, $3, 'system', '{}', 'session.started', '{}', sha256('{}'), $1) returning id`,
    [at, of?.id, newId()],
  )
  return rows[0]?.id as string
}

/** How many rows this connection has read of records and seals. */
async function countRead(db: SealerDb): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::integer as count from pg_stat_xact_user_tables
    where relname in ('audit_record', 'audit_seal')`.execute(db)
  return rows[0]?.count ?? 0
}

async function expectChainsToHold(): Promise<void> {
  for (const { id } of partners) {
    const report = await asSealer(database.worker, (db) => verifyChain(db, id))
    expect(report).toMatchObject({ faults: [], unsealed: 0 })
  }
}

test('R17 a record that commits after hours is sealed then, and no other waits for it', async () => {
  await writer.query('begin')
  const late = await append(writer, { hoursAgo: 3 })
  for (let count = 0; count < 3; count++) {
    await append(other)
    expect(await round()).toEqual({ sealed: 1, isDone: true })
  }
  await writer.query('commit')
  expect(await unsealed()).toEqual([late])
  const lag = await asSealer(database.worker, (db) => findSealLag(db, new Date()))
  expect(Math.round(lag / 60)).toBe(180)
  expect(await round()).toEqual({ sealed: 1, isDone: true })
  expect(await round()).toEqual({ sealed: 0, isDone: true })
  expect(await asSealer(database.worker, (db) => findSealLag(db, new Date()))).toBe(0)
  await expectChainsToHold()
})

test('R17 a round reads what is new, however long the history is', async () => {
  await database.asOwner(
    `insert into audit_record (id, organisation_id, request_id, actor_roles, action, payload, payload_digest, occurred_at)
     select uuidv7(), $1, uuidv7(), '{}', 'session.started', '{}', sha256('{}'), now() from generate_series(1, 3000)`,
    [partners[0]?.id],
  )
  expect(await round()).toEqual({ sealed: 3000, isDone: false })
  await database.asOwner('analyze audit_record, audit_seal')
  await append(writer)
  const rowsRead = await asSealer(database.worker, async (db) => {
    const before = await countRead(db)
    expect((await sealAudit(db, { limit: 100 }, new Date())).sealed).toBe(1)
    return (await countRead(db)) - before
  })
  expect(rowsRead).toBeLessThan(100)
  await expectChainsToHold()
})

test('R17 a round of whole transactions stops between two of them, and the next one goes on there', async () => {
  for (let transaction = 0; transaction < 3; transaction++) {
    await writer.query('begin')
    for (const of of [...partners, ...partners]) await append(writer, { of })
    await writer.query('commit')
  }
  expect(await round(5)).toEqual({ sealed: 8, isDone: false })
  expect(await round(5)).toEqual({ sealed: 4, isDone: true })
  await expectChainsToHold()
})

test('R17 a sealer that dies before its commit leaves the records to the next one', async () => {
  for (const of of partners) await append(writer, { of })
  const dying = asSealer(database.worker, async (db) => {
    expect((await sealAudit(db, { limit: 100 }, new Date())).sealed).toBe(2)
    throw new Error('killed')
  })
  await expect(dying).rejects.toThrow('killed')
  expect(await round()).toEqual({ sealed: 2, isDone: true })
  await expectChainsToHold()
})

test('R17 two sealers fork no chain in any order of beginnings, commits, rollbacks and rounds', async () => {
  // Always the same numbers, so that a failure repeats.
  let seed = 11
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  const open = new Set<pg.Client>()
  for (let step = 0; step < 400; step++) {
    const by = writers[random(writers.length)] as pg.Client
    const act = random(10)
    if (act === 9) await Promise.all([round(1 + random(6)), round(1 + random(6))])
    else if (!open.has(by)) {
      await by.query('begin')
      open.add(by)
    } else if (act < 6) await append(by, { of: partners[random(2)], hoursAgo: random(3) })
    else {
      await by.query(act < 8 ? 'commit' : 'rollback')
      open.delete(by)
    }
    if (step % 40 > 0) continue
    // What has committed by now waits for no transaction that is still open.
    while (!(await round(5)).isDone);
    expect(await unsealed(), `after step ${step}`).toEqual([])
  }
  for (const by of open) await by.query('commit')
  while (!(await round(5)).isDone);
  expect(await unsealed()).toEqual([])
  await expectChainsToHold()
})

test('R17 after a restore into another cluster, and for records of before the watermark, the history is walked once', async () => {
  await writer.query('begin')
  const old = [await append(writer, { hoursAgo: 9 }), await append(writer)]
  await writer.query('commit')
  await database.asOwner('update audit_record set transaction_id = null where id = $1', [old[0]])
  const restored = `update audit_watermark set next_transaction = '900000000000', open_transactions = '{}', cluster =`
  await database.asOwner(`${restored} 1`)
  expect(await round()).toEqual({ sealed: 2, isDone: true })
  // The counter of the transactions was set back.
  await append(writer)
  await database.asOwner(`${restored} cluster`)
  expect(await round()).toEqual({ sealed: 1, isDone: true })
  await append(writer)
  expect(await round()).toEqual({ sealed: 1, isDone: true })
  await expectChainsToHold()
})
