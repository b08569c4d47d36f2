import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createKeyring, readKeyring } from '@entente/auth/keyring'
import { firstIdAt } from '@entente/db/audit/audit-prune'
import { listChains, verifyChain } from '@entente/db/audit/audit-verify'
import { insertAudit } from '@entente/db/core/audit'
import { closeDatabase, type Database, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { newId } from '@entente/db/core/new-id'
import { asSealer, asTenant } from '@entente/db/core/scopes'
import { givenPartner } from '@entente/db/testing/fixtures'
import { migrateQueue } from '@entente/queue/migrate-queue'
import { waitFor } from '@entente/testkit/wait'
import type { Bench } from './bench.ts'
import { inLab, query } from './lab.ts'
import { perSecond } from './rows.ts'
import { startWorker } from './servers.ts'
import { asRole } from './world.ts'

const clients = 8
const chains = 200
/** An act writes as many records, in one transaction. */
const perAct = 4
const perInsert = 500_000

type Partner = Awaited<ReturnType<typeof givenPartner>>
type Chain = { id: string; person: { id: string } }

/**
 * How long does a record wait for its seal? With a history that is sealed, 8 clients record acts of 200 tenants at a given
 * rate: while the real worker starts for the first time and walks through the history, and again from the moment at which
 * it is killed and started again. The wait ends when the seal is committed. Also: how fast do the chains verify?
 */
export const audit: Bench = ({ sizes: [history = 200_000, rate = 2000, seconds = 10] }) =>
  inLab(async (server, folder) => {
    const keysFile = path.join(folder, 'keys.json')
    createKeyring(keysFile)
    const kid = readKeyring(keysFile).link.newest
    const ownerUrl = server.url()
    await query(
      ownerUrl,
      'alter system set track_commit_timestamp = on',
      `alter system set max_wal_size = '8GB'`,
    )
    await server.restart()
    await migrate(ownerUrl, 'global')
    await migrateQueue(ownerUrl)
    const workerUrl = asRole(ownerUrl, 'entente_worker')
    const api = openDatabase({ url: asRole(ownerUrl, 'entente_api') })
    const verifier = openDatabase({ url: workerUrl })
    try {
      const partners: Partner[] = []
      while (partners.length < chains) partners.push(await givenPartner(api, { kid }))
      await giveHistory(ownerUrl, partners, history)
      const row = async (when: string, made: number, from: Date, until = new Date()) => {
        const lag = await sealLag(ownerUrl, from, until)
        return {
          what: `audit, ${history.toLocaleString('en')} records there, p99 until sealed ${when}`,
          figure: `${lag.toFixed(1)} s at ${perSecond(made)}`,
          value: lag,
          unit: 's',
          target: { atMost: 5 },
        } as const
      }

      const began = new Date()
      let worker = await startWorker(workerUrl, keysFile)
      try {
        const first = await act(api, partners, rate, seconds)
        await allSealed(ownerUrl, began)
        const rows = [await row('at the first start', first, began)]

        const acting = act(api, partners, rate, seconds)
        const killed = new Date()
        worker.kill()
        worker = await startWorker(workerUrl, keysFile)
        const startedIn = (Date.now() - killed.getTime()) / 1000
        const second = await acting
        await allSealed(ownerUrl, began)
        rows.push(await row('after a kill and a start', second, killed))
        const verified = await verifyNew(verifier, Math.floor(history / chains) + 1)
        console.log(`audit: the worker started in ${startedIn.toFixed(1)} s; ${perSecond(verified)} verified`)
        return rows
      } finally {
        await worker.stop()
      }
    } finally {
      await Promise.all([closeDatabase(api), closeDatabase(verifier)])
    }
  })

/** Inserts records of the past with seals that name no hash of a record, spread over the chains in order of time. */
export async function giveHistory(ownerUrl: string, partners: Chain[], count: number): Promise<void> {
  const given = {
    text: `create table chain as select number - 1 as number, id, person
      from unnest($1::uuid[], $2::uuid[]) with ordinality chain (id, person, number)`,
    values: [partners.map(({ id }) => id), partners.map(({ person }) => person.id)],
  }
  const chains = partners.length
  // A millisecond apart, until a minute ago.
  const made = (from: number) => `with made as materialized (
      select number, id as organisation_id, person, nth / ${chains} + 1 as position, at, uuidv7(at - now()) as id_of
      from generate_series(${from}, ${Math.min(from + perInsert, count) - 1}) nth
      join chain on number = nth % ${chains},
      lateral (select now() - interval '1 minute' - ${count} * interval '1 ms' + nth * interval '1 ms' as at) moment
      order by nth),
    records as (insert into audit_record (id, organisation_id, request_id, actor_kind, actor_id, actor_roles, action, payload,
        payload_digest, occurred_at)
      select id_of, organisation_id, uuidv7(), 'person', person, '{admin_agent}', 'relationship_request.sent',
        jsonb_build_object('requestId', uuidv7(), 'linkId', uuidv7(), 'recipients', 1), sha256(uuid_send(id_of)), at from made)
    insert into audit_seal (organisation_id, position, audit_id, hash, sealed_at)
      select organisation_id, position, id_of, sha256(uuid_send(id_of)), at from made`
  const inserts = Array.from({ length: Math.ceil(count / perInsert) }, (_, nth) => made(nth * perInsert))
  await query(
    ownerUrl,
    'set session_replication_role = replica',
    'set synchronous_commit = off',
    given,
    'create unique index on chain (number)',
    'analyze chain',
    ...inserts,
    `insert into audit_head select organisation_id, position, hash, sealed_at from chain,
      lateral (select * from audit_seal where organisation_id = id order by position desc limit 1) newest`,
    'drop table chain',
    'vacuum analyze',
  )
}

function record(database: Database, { id, person }: Partner): Promise<void> {
  const payload = { requestId: newId(), linkId: newId(), recipients: 1 }
  const entry = { organisationId: id, action: 'relationship_request.sent', payload }
  const actor = { kind: 'person', requestId: newId(), accountId: person.id, roles: ['admin_agent'] } as const
  return asTenant(database, { organisationId: id, audience: 'partner', personId: person.id }, (db) =>
    insertAudit(db, actor, Array(perAct).fill(entry), new Date()),
  )
}

/** Records acts of all partners in turn for some seconds, and returns how many records a second. */
async function act(api: Database, partners: Partner[], rate: number, seconds: number): Promise<number> {
  const began = performance.now()
  let acts = 0
  const client = async () => {
    for (;;) {
      const due = began + (acts * perAct * 1000) / rate
      if (due > began + seconds * 1000 || performance.now() > began + seconds * 1000) return
      const partner = partners[acts++ % partners.length] as Partner
      await sleep(Math.max(0, due - performance.now()))
      await record(api, partner)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return (acts * perAct) / ((performance.now() - began) / 1000)
}

const allSealed = (ownerUrl: string, since: Date): Promise<unknown> =>
  waitFor(
    async () => {
      const [row] = await query<{ waits: boolean }>(ownerUrl, {
        text: `select exists (select from audit_record r where id >= $1
          and not exists (select from audit_seal where audit_id = r.id)) as waits`,
        values: [firstIdAt(since)],
      })
      return row?.waits === false
    },
    { timeoutMs: 300_000, intervalMs: 250, what: 'the seals' },
  )

/** Within how many seconds 99 of 100 records of a time had their seal, which counts from its commit. */
async function sealLag(ownerUrl: string, from: Date, until: Date): Promise<number> {
  const [row] = await query<{ seconds: number }>(ownerUrl, {
    text: `select percentile_cont(0.99) within group
        (order by extract(epoch from pg_xact_commit_timestamp(s.xmin) - r.occurred_at)) as seconds
      from audit_record r join audit_seal s on s.audit_id = r.id where r.id >= $1 and r.id < $2`,
    values: [firstIdAt(from), firstIdAt(until)],
  })
  return row?.seconds ?? Number.NaN
}

/** Verifies what was sealed after the history, and returns how many seals a second. */
async function verifyNew(verifier: Database, from: number): Promise<number> {
  const began = performance.now()
  let checked = 0
  for (const { organisationId, position } of await asSealer(verifier, (db) => listChains(db))) {
    // With a limit it does not count what lacks a seal: the waiting above did, and the history is long.
    const part = { from: from + 1, limit: position - from }
    const report = await asSealer(verifier, (db) => verifyChain(db, organisationId, part))
    if (report.faults.length > 0) throw new Error(`The chain of ${organisationId} does not hold.`)
    checked += report.checked
  }
  return checked / ((performance.now() - began) / 1000)
}
