import { cloudOf } from '@entente/clouds/clouds'
import type { Id } from '@entente/domain/core/id'
import { customersCountedMax } from '@entente/domain/relationship/customer-list-sizes'
import { sized } from '@entente/testkit/full'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { sealAudit } from '../audit/audit-seals.ts'
import { retentionRules } from '../audit/retention.ts'
import { listGrantsEver } from '../relationship/admin-grants.ts'
import { listCustomerHistory } from '../relationship/customer-history.ts'
import { listCustomers, summariseCustomers } from '../relationship/customers.ts'
import { customersCounter } from '../relationship/list-changes.ts'
import { findRelationship } from '../relationship/relationships.ts'
import { lockWaitingJobs, markRelayed } from './outbox.ts'
import { asKeeper, asRelay, asSealer, asTenant, type PartnerDb, type Scope, type Scoped } from './scopes.ts'

const database = await freshDatabase()
const { asOwner } = database
const partner = await givenPartner(database.api)
const now = new Date()
// More customers than a list counts.
const customers = sized(30_000, 10_000_000)
const partners = sized(300, 100_000)
const records = sized(6000, 20_000_000)
const mails = sized(30_000, 20_000_000)
const atOnce = 500_000

/** Runs an insert for numbers from 1 to `count`, in parts: `$1` is the first number of a part and `$2` the last. */
async function inParts(count: number, insert: string): Promise<void> {
  for (let from = 1; from <= count; from += atOnce)
    await asOwner(insert, [from, Math.min(from + atOnce - 1, count)])
}

beforeAll(
  async () => {
    // Every row refers to one that is there; checking that would take as long as the rest.
    const tables = ['relationship', 'relationship_term', 'organisation', 'audit_seal', 'mail_delivery']
    for (const table of tables) await asOwner(`alter table ${table} disable trigger all`)
    await inParts(
      partners,
      `insert into organisation (id, kind, legal_name, country, created_at, partner_kind, partner_status, partner_number)
      select uuidv7(), 'partner', 'Partner ' || n, 'FR', now(), 'direct_bill', 'active', 'N' || n
      from generate_series($1::int, $2::int) n`,
    )
    await inParts(
      customers,
      `with named as materialized (select uuidv7() as customer, uuidv7() as id, 'word' || (n::bigint * 7919 % 10000) || ' customer ' || n as name
        from generate_series($1::int, $2::int) n),
      organisations as (insert into organisation (id, kind, legal_name, country, created_at)
        select customer, 'customer', name, 'FR', now() from named),
      relationships as (insert into relationship (id, customer_id, partner_id, status, origin, since, customer_name, customer_country,
          sort_key, services, change_id)
        select id, customer, '${partner.id}', 'active', 'acceptance', now(), name, 'FR', name, '{azure}', uuidv7() from named)
      insert into relationship_term (partner_id, term, relationship_id, customer_id, leads)
        select '${partner.id}', term, id, customer, starts_with(name, term) from named, unnest(string_to_array(name, ' ')) term order by term collate "C", id`,
    )
    await inParts(
      records,
      `with made as materialized (select n, uuidv7(- interval '1 day') as id from generate_series($1::int, $2::int) n),
      recorded as (insert into audit_record (id, organisation_id, request_id, actor_kind, actor_roles, action, payload, payload_digest,
          occurred_at)
        select id, '${partner.id}', id, 'system', '{}', 'x', '{}', '\\x00', now() - interval '1 day' from made)
      insert into audit_seal (organisation_id, position, audit_id, hash, sealed_at)
        select '${partner.id}', n, id, '\\x00', now() from made`,
    )
    await inParts(
      mails,
      `with made as materialized (select uuidv7(at - now()) as id, at from generate_series($1::int, $2::int) n,
        lateral (select now() - interval '365 days' * n / ${mails + 1} as at) moment),
      jobs as (insert into outbox (id, name, data, created_at, relayed_at)
        select id, 'mail.x', '{}', at, at from made where at > now() - interval '28 days')
      insert into mail_delivery (id, kind, message_id, sender, recipient, subject, body_text, body_html, status, attempts,
          rendered_at, sent_at)
        select id, 'mail.x', id, 'x', 'x', '', '', '', 'sent', 1, at, at from made`,
    )
    // What there is is sealed.
    await asOwner(`insert into audit_head select organisation_id, position, hash, sealed_at from audit_seal
    where organisation_id = '${partner.id}' order by position desc limit 1`)
    await asOwner(`update audit_watermark set walked = null, next_transaction = pg_snapshot_xmax(pg_current_snapshot()),
    open_transactions = '{}', cluster = (select system_identifier from pg_control_system())`)
    for (const table of tables) await asOwner(`alter table ${table} enable trigger all`)
    await asOwner('vacuum analyze')
  },
  sized(60_000, 3 * 3_600_000),
)

const growing = [
  'relationship',
  'relationship_term',
  'organisation',
  'audit_record',
  'audit_seal',
  'mail_delivery',
]

/** What this connection has read, by table, since some moment before the transaction. */
async function readSoFar(db: Scoped<Scope>): Promise<Map<string, { scans: number; rows: number }>> {
  const { rows } = await sql<{ name: string; scans: number; rows: number }>`
    select relname as name, seq_scan::integer as scans, (seq_tup_read + coalesce(idx_tup_fetch, 0))::integer as rows
    from pg_stat_xact_user_tables where relname = any(${growing}) or schemaname = 'weeks'`.execute(db)
  return new Map(rows.map(({ name, ...read }) => [name, read]))
}

/** Does some work and tells how many rows it read of the tables that grow, and which of them as a whole. */
async function readBy(db: Scoped<Scope>, work: () => Promise<unknown>) {
  const before = await readSoFar(db)
  await work()
  const after = [...(await readSoFar(db))].map(([name, { scans, rows }]) => {
    const { scans: had, rows: hadRows } = before.get(name) ?? { scans: 0, rows: 0 }
    return { name, scans: scans - had, rows: rows - hadRows }
  })
  // A part of the outbox that holds a handful is read whole.
  const whole = after.filter(({ name, scans }) => scans > 0 && growing.includes(name)).map(({ name }) => name)
  return { rows: after.reduce((sum, table) => sum + table.rows, 0), whole }
}

const bounded = (most: number) => ({ rows: expect.toSatisfy((rows: number) => rows <= most), whole: [] })

describe('the work of a partner with very many customers reads no table whole, and no more rows than that of a small one', () => {
  const inPartner = (work: (db: PartnerDb) => Promise<unknown>) =>
    asTenant(
      database.api,
      { organisationId: partner.id, audience: 'partner', personId: partner.person.id },
      (db) => readBy(db, () => work(db)),
    )
  const page = { sort: 'name', direction: 'asc', limit: 50, catalogue: ['azure'], now } as const

  test('the list and its counts', async () => {
    expect(await inPartner((db) => listCustomers(db, partner.id, page))).toEqual(bounded(200))
    expect(await inPartner((db) => customersCounter(db, partner.id))).toEqual(bounded(100))
    expect(await inPartner((db) => summariseCustomers(db, partner.id))).toEqual(
      bounded(customersCountedMax + 100),
    )
  })

  test.each([String(customers), 'word77', 'word1', 'customer'])('a search for %s', async (search) => {
    const found = () => inPartner((db) => listCustomers(db, partner.id, { ...page, search }))
    // Counts words up to a bound, makes a set of ids, and reads a page.
    expect(await found()).toEqual(bounded(4 * customersCountedMax))
  })

  test('the record of one customer', async () => {
    const [row] = await asOwner<{ id: string }>(
      'select id from relationship where partner_id = $1 order by id desc limit 1',
      [partner.id],
    )
    const read = await inPartner(async (db) => {
      const relationship = await findRelationship(db, partner.id, row?.id as Id<'relationship'>)
      if (!relationship) throw new Error('No relationship.')
      await listGrantsEver(db, partner.id, relationship.customerId)
      await listCustomerHistory(db, relationship, { limit: 10, hasRequests: true })
    })
    expect(read).toEqual(bounded(200))
  })
})

test('R20 the sealer reads what is new, however long the audit is', async () => {
  await asOwner(
    `insert into audit_record (id, organisation_id, request_id, actor_kind, actor_roles, action, payload, payload_digest, occurred_at)
      select uuidv7(), $1, uuidv7(), 'system', '{}', 'x', '{}', '\\x00', now() from generate_series(1, 50)`,
    [partner.id],
  )
  const read = await asSealer(database.worker, (db) =>
    readBy(db, async () => expect((await sealAudit(db, { limit: 2000 }, now)).sealed).toBe(50)),
  )
  expect(read).toEqual(bounded(500))
})

test('R20 the relay reads what waits, however many jobs there were', async () => {
  await asOwner(
    `insert into outbox (id, name, data, created_at) select uuidv7(), 'mail.x', '{}', now() from generate_series(1, 50)`,
  )
  const read = await asRelay(database.worker, (db) =>
    readBy(db, async () => {
      const waiting = await lockWaitingJobs(db, 500)
      expect(waiting).toHaveLength(50)
      await markRelayed(
        db,
        waiting.map(({ id }) => id),
        now,
      )
    }),
  )
  expect(read).toEqual(bounded(1000))
})

test.each(Object.entries(retentionRules(cloudOf('global').retention, now)))(
  'R20 the retention of %s reads what is due, however much is kept',
  async (kind, { apply }) => {
    const read = await asKeeper(database.worker, (db) => readBy(db, () => apply(db, 5000)))
    expect(read, kind).toEqual(bounded(500))
  },
)
