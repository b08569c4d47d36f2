import path from 'node:path'
import { createKeyring, readKeyring } from '@entente/auth/keyring'
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
const perInsert = 500

type Partner = Awaited<ReturnType<typeof givenPartner>>

/**
 * How fast is the audit? Starts the real worker on a backlog, as after an outage, then measures how long a record waits
 * for its seal while 8 clients record acts, one per transaction, and how fast the chains verify.
 */
export const audit: Bench = ({ sizes: [backlog = 20_000, seconds = 10] }) =>
  inLab(async (server, folder) => {
    const keysFile = path.join(folder, 'keys.json')
    createKeyring(keysFile)
    const kid = readKeyring(keysFile).link.newest
    await migrate(server.url(), 'global')
    await migrateQueue(server.url())
    const workerUrl = asRole(server.url(), 'entente_worker')
    const api = openDatabase({ url: asRole(server.url(), 'entente_api') })
    const verifier = openDatabase({ url: workerUrl })
    try {
      const partners = await Promise.all(Array.from({ length: clients }, () => givenPartner(api, { kid })))
      for (let made = 0; made < backlog; made += perInsert)
        await record(
          api,
          partners[(made / perInsert) % clients] as Partner,
          Math.min(perInsert, backlog - made),
        )
      const worker = await startWorker(workerUrl, keysFile)
      try {
        await allSealed(server.url())
        const sealing = await sealedPerSecond(server.url())
        const acting = await rate(() => act(api, partners, seconds))
        await allSealed(server.url())
        const lagMs = await sealLagMs(server.url(), backlog)
        const verifying = await rate(() => verifyAll(verifier))
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
        await worker.stop()
      }
    } finally {
      await Promise.all([closeDatabase(api), closeDatabase(verifier)])
    }
  })

/** Items per second; `work` returns how many items it did. */
async function rate(work: () => Promise<number>): Promise<number> {
  const began = performance.now()
  const done = await work()
  return Math.round(done / ((performance.now() - began) / 1000))
}

function record(database: Database, { id, person }: Partner, count: number): Promise<void> {
  const payload = { requestId: newId(), linkId: newId(), recipients: 1 }
  const entry = { organisationId: id, action: 'relationship_request.sent', payload }
  const actor = { kind: 'person', requestId: newId(), accountId: person.id, roles: ['admin_agent'] } as const
  return asTenant(database, { organisationId: id, audience: 'partner', personId: person.id }, (db) =>
    insertAudit(db, actor, Array(count).fill(entry), new Date()),
  )
}

/** Records acts for some seconds, as many clients as partners, and returns how many. */
async function act(api: Database, partners: Partner[], seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000
  let made = 0
  await Promise.all(
    partners.map(async (partner) => {
      for (; performance.now() < until; made++) await record(api, partner, 1)
    }),
  )
  return made
}

async function allSealed(ownerUrl: string): Promise<void> {
  const unsealed = 'select (select count(*) from audit_record) - (select count(*) from audit_seal) as count'
  await waitFor(async () => (await query<{ count: string }>(ownerUrl, unsealed))[0]?.count === '0', {
    timeoutMs: 120_000,
    intervalMs: 250,
    what: 'the seals',
  })
}

/** The rate at which the backlog was sealed. A seal bears the time at which its round began. */
async function sealedPerSecond(ownerUrl: string): Promise<number> {
  const [row] = await query<{ rate: number }>(
    ownerUrl,
    `with rounds as (select sealed_at, count(*) as sealed from audit_seal group by sealed_at)
     select ((sum(sealed) - (select sealed from rounds order by sealed_at desc limit 1))
       / nullif(extract(epoch from max(sealed_at) - min(sealed_at)), 0))::real as rate from rounds`,
  )
  return row?.rate ?? Number.NaN
}

/** The 99th percentile of the time from an act to its seal, without the backlog. */
async function sealLagMs(ownerUrl: string, backlog: number): Promise<number> {
  const [row] = await query<{ ms: number }>(ownerUrl, {
    text: `select percentile_cont(0.99) within group (order by extract(epoch from s.sealed_at - r.occurred_at) * 1000) as ms
     from (select * from audit_record order by id offset $1) r join audit_seal s on s.audit_id = r.id`,
    values: [backlog],
  })
  return row?.ms ?? Number.NaN
}

async function verifyAll(verifier: Database): Promise<number> {
  let checked = 0
  for (const { organisationId } of await asSealer(verifier, (db) => listChains(db))) {
    const report = await asSealer(verifier, (db) => verifyChain(db, organisationId))
    if (report.faults.length > 0) throw new Error(`The chain of ${organisationId} does not hold.`)
    checked += report.checked
  }
  return checked
}
