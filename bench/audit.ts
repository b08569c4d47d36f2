// How fast is the audit? `npm run bench -- audit [records] [seconds]`
// Seals and verifies a backlog, and measures how long a record waits for its seal while 8 clients record acts, one to a
// transaction, on a durable PostgreSQL. The sealer runs as the worker runs it: 500 a batch, a second's pause when idle.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { insertAudit } from '@entente/db/audit'
import { sealAudit } from '@entente/db/audit-seals'
import { listChains, verifyChain } from '@entente/db/audit-verify'
import { closeDatabase, type Database, openDatabase } from '@entente/db/database'
import { migrate } from '@entente/db/migrate'
import { newId } from '@entente/db/new-id'
import { asSealer, asTenant } from '@entente/db/scopes'
import { givenPartner } from '@entente/db/testing/fixtures'
import { startLoop } from '@entente/queue/loop'
import { startPg } from '@entente/testkit/pg'
import pg from 'pg'

const clients = 8
const backlog = Number(process.argv[2] ?? 20_000)
const seconds = Number(process.argv[3] ?? 10)
const batchSize = 500

type Partner = Awaited<ReturnType<typeof givenPartner>>

const folder = mkdtempSync(path.join(tmpdir(), 'entente-bench-'))
const server = await startPg({ dir: path.join(folder, 'pg') })
await migrate(server.url(), 'global')
const open = (role: string) => openDatabase({ url: server.url().replace('entente_owner', role) })
const [api, worker] = [open('entente_api'), open('entente_worker')]
try {
  const partners = await Promise.all(Array.from({ length: clients }, () => givenPartner(api)))
  for (let made = 0; made < backlog; made += batchSize)
    await record(api, partners[(made / batchSize) % clients] as Partner, Math.min(batchSize, backlog - made))
  const sealing = await rate(async () => {
    let sealed = 0
    for (let batch = await seal(worker); batch > 0; batch = await seal(worker)) sealed += batch
    return sealed
  })
  const acting = await rate(() => actWhileSealing(partners))
  const lag = await sealLag()
  const verifying = await rate(verifyAll)
  console.log(`audit, ${backlog} records at once, then ${clients} clients for ${seconds} s, durable`)
  console.table({
    'sealed from a backlog': { 'records/s': sealing },
    'recorded meanwhile, one to a transaction': { 'records/s': acting, ...lag },
    verified: { 'records/s': verifying },
  })
  console.log(`p99 until sealed ${(lag['p99 ms'] / 1000).toFixed(1)} s (target at most 5.0)`)
} finally {
  await Promise.all([closeDatabase(api), closeDatabase(worker)])
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** How many a second, of as many as the work says that it did. */
async function rate(work: () => Promise<number>): Promise<number> {
  const began = performance.now()
  const done = await work()
  return Math.round(done / ((performance.now() - began) / 1000))
}

function record(database: Database, { id, person }: Partner, count: number): Promise<void> {
  const payload = { requestId: newId(), linkId: newId(), recipients: 1 }
  const entry = { organisationId: id, action: 'relationship_request.sent', payload }
  const actor = { requestId: newId(), accountId: person.id, roles: ['admin_agent'] as const }
  return asTenant(database, { organisationId: id, audience: 'partner', personId: person.id }, (db) =>
    insertAudit(db, actor, Array(count).fill(entry), new Date()),
  )
}

function seal(database: Database): Promise<number> {
  return asSealer(database, (db) => sealAudit(db, { limit: batchSize, since: new Date(0) }, new Date()))
}

async function actWhileSealing(partners: Partner[]): Promise<number> {
  const since = new Date(Date.now() - 60_000)
  const sealer = startLoop({
    work: async () => {
      const now = new Date()
      return (await asSealer(worker, (db) => sealAudit(db, { limit: batchSize, since }, now))) === batchSize
    },
    idleMs: 1000,
    onError: (error) => console.error(error.message),
  })
  const until = performance.now() + seconds * 1000
  let made = 0
  await Promise.all(
    partners.map(async (partner) => {
      for (; performance.now() < until; made++) await record(api, partner, 1)
    }),
  )
  await sealer.stop()
  while ((await seal(worker)) > 0);
  return made
}

/** From the act to its seal, of all but the backlog. */
async function sealLag(): Promise<{ 'p50 ms': number; 'p99 ms': number }> {
  const client = new pg.Client(server.url())
  await client.connect()
  const { rows } = await client.query(
    `select percentile_cont(array[0.5, 0.99]) within group (order by extract(epoch from s.sealed_at - r.occurred_at) * 1000) as ms
     from (select * from audit_record order by id offset $1) r join audit_seal s on s.audit_id = r.id`,
    [backlog],
  )
  await client.end()
  const [p50 = 0, p99 = 0] = (rows[0]?.ms ?? []) as number[]
  return { 'p50 ms': Math.round(p50), 'p99 ms': Math.round(p99) }
}

async function verifyAll(): Promise<number> {
  let checked = 0
  for (const { organisationId } of await asSealer(worker, (db) => listChains(db))) {
    const report = await asSealer(worker, (db) => verifyChain(db, organisationId))
    if (report.faults.length > 0) throw new Error(`The chain of ${organisationId} does not hold.`)
    checked += report.checked
  }
  return checked
}
