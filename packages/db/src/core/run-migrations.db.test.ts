import { randomBytes } from 'node:crypto'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, expect, inject, test } from 'vitest'
import { runMigrations } from './run-migrations.ts'

const name = `t_${randomBytes(6).toString('hex')}`
const url = new URL(inject('ownerUrl'))
const admin = new pg.Client(url.href)
await admin.connect()
await admin.query(`create database ${name}`)
await admin.end()
url.pathname = name
const db = new Kysely<object>({
  dialect: new PostgresDialect({
    pool: new pg.Pool({ connectionString: url.href, max: 1, idleTimeoutMillis: 0 }),
  }),
})
const other = new pg.Client(url.href)
await other.connect()
afterAll(async () => {
  await Promise.all([db.destroy(), other.end()])
})

const applied = async () =>
  (await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)).rows.map(
    (row) => row.name,
  )

const first = "create table customer (name text not null); insert into customer values ('Ada'), ('Ada')"
const second = 'alter table customer add column alias text'
const unique = `-- outside a transaction
-- Left invalid by a run that failed.
drop index concurrently if exists customer_name;
create unique index concurrently customer_name on customer (name);
`

test('R12 each migration is a transaction of its own: one that fails leaves those before it', async () => {
  await runMigrations(db, { '1': first }, 1000)
  const failing = 'alter table customer add column country text; select 1 / 0'
  await expect(runMigrations(db, { '1': first, '2': second, '3': failing }, 1000)).rejects.toThrow(
    'division by zero',
  )
  expect(await applied()).toEqual(['1', '2'])
  const columns = await other.query(
    "select column_name from information_schema.columns where table_name = 'customer'",
  )
  expect(columns.rows.map((row) => row.column_name)).toEqual(['name', 'alias'])
})

test('R12 an index is built outside a transaction while rows are written, and one that failed is built again', async () => {
  await expect(runMigrations(db, { '1': first, '2': second, '3': unique }, 1000)).rejects.toThrow(
    'could not create unique index',
  )
  expect(await applied()).toEqual(['1', '2'])
  // A writer that is not done yet: a plain `create index` would wait for it with everybody behind, this one lets them write.
  await other.query(
    "begin; delete from customer where ctid in (select max(ctid) from customer); insert into customer values ('Ben')",
  )
  const building = runMigrations(db, { '1': first, '2': second, '3': unique }, 1000)
  const third = new pg.Client(url.href)
  await third.connect()
  await third.query("set lock_timeout = '2s'")
  await expect
    .poll(
      async () =>
        (
          await third.query(
            "select 1 from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.query ~ 'index concurrently'",
          )
        ).rowCount,
    )
    .toBe(1)
  await third.query("insert into customer values ('Cleo')")
  await other.query('commit')
  await building
  await third.end()
  expect(await applied()).toEqual(['1', '2', '3'])
  const { rows } = await other.query(
    "select indisvalid from pg_index where indexrelid = 'customer_name'::regclass",
  )
  expect(rows).toEqual([{ indisvalid: true }])
})

test('R12 a migration that meets a lock steps back and tries again, and nobody fails by a deadlock', async () => {
  const texts = { '1': first, '2': second, '3': unique, '4': 'create table request (name text)' }
  await runMigrations(db, texts, 1000)
  // A person writes into one table, then into the other; the migration needs both the other way round.
  await other.query("begin; insert into customer values ('Dora')")
  const both = 'lock table request; alter table customer add column city text'
  const running = runMigrations(db, { ...texts, '5': both }, 10_000)
  await expect
    .poll(async () => (await other.query('select 1 from pg_locks where not granted')).rowCount)
    .toBeGreaterThan(0)
  await other.query("insert into request values ('Dora')")
  await other.query('commit')
  await running
  expect(await applied()).toEqual(['1', '2', '3', '4', '5'])
})
