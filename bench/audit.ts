import { sealAudit } from '@entente/db/audit/audit-seals'
import { listChains, verifyChain } from '@entente/db/audit/audit-verify'
import { insertAudit } from '@entente/db/core/audit'
import { closeDatabase, type Database, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { newId } from '@entente/db/core/new-id'
import { asSealer, asTenant } from '@entente/db/core/scopes'
import { givenPartner } from '@entente/db/testing/fixtures'
import { startLoop } from '@entente/queue/loop'
import pg from 'pg'
import type { Bench } from './bench.ts'
import { inLab } from './lab.ts'
import { perSecond } from './rows.ts'
import { asRole } from './world.ts'

const clients = 8
const batchSize = 500

type Partner = Awaited<ReturnType<typeof givenPartner>>

/**
 * How fast is the audit? Seals and verifies a backlog, and measures how long a record waits for its seal while 8 clients
 * record acts, one to a transaction. The sealer runs as the worker runs it: 500 a batch, a second's pause when idle.
 */
export const audit: Bench = ({ sizes: [backlog = 20_000, seconds = 10] }) =>
  inLab(async (server) => {
    await migrate(server.url(), 'global')
    const open = (role: string) => openDatabase({ url: asRole(server.url(), role) })
    const [api, worker] = [open('entente_api'), open('entente_worker')]
    try {
      const partners = await Promise.all(Array.from({ length: clients }, () => givenPartner(api)))
      for (let made = 0; made < backlog; made += batchSize)
        await record(
          api,
          partners[(made / batchSize) % clients] as Partner,
          Math.min(batchSize, backlog - made),
        )
      const sealing = await rate(async () => {
        let sealed = 0
        for (let batch = await seal(worker); batch > 0; batch = await seal(worker)) sealed += batch
        return sealed
      })
      const acting = await rate(() => actWhileSealing(api, worker, partners, seconds))
      const lagMs = await sealLagMs(server.url(), backlog)
      const verifying = await rate(() => verifyAll(worker))
      console.log(
        `audit: ${perSecond(sealing)} sealed from a backlog of ${backlog}, ${perSecond(verifying)} verified`,
      )
      return [
        {
          what: `audit, ${clients} clients, p99 until sealed`,
          figure: `${(lagMs / 1000).toFixed(1)} s at ${perSecond(acting)}`,
          value: lagMs / 1000,
          unit: 's',
          target: { atMost: 5 },
        },
      ]
    } finally {
      await Promise.all([closeDatabase(api), closeDatabase(worker)])
    }
  })

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

async function actWhileSealing(
  api: Database,
  worker: Database,
  partners: Partner[],
  seconds: number,
): Promise<number> {
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

/** From the act to its seal, the 99th percentile of all but the backlog. */
async function sealLagMs(ownerUrl: string, backlog: number): Promise<number> {
  const client = new pg.Client(ownerUrl)
  await client.connect()
  const { rows } = await client.query<{ ms: number }>(
    `select percentile_cont(0.99) within group (order by extract(epoch from s.sealed_at - r.occurred_at) * 1000) as ms
     from (select * from audit_record order by id offset $1) r join audit_seal s on s.audit_id = r.id`,
    [backlog],
  )
  await client.end()
  return rows[0]?.ms ?? Number.NaN
}

async function verifyAll(worker: Database): Promise<number> {
  let checked = 0
  for (const { organisationId } of await asSealer(worker, (db) => listChains(db))) {
    const report = await asSealer(worker, (db) => verifyChain(db, organisationId))
    if (report.faults.length > 0) throw new Error(`The chain of ${organisationId} does not hold.`)
    checked += report.checked
  }
  return checked
}
