import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrateQueue } from '@entente/queue/migrate-queue'
import { startFakeResend } from '@entente/testkit/fake-resend'
import { acceptBody } from './accept.ts'
import type { Bench } from './bench.ts'
import { inLab, query } from './lab.ts'
import { processorTime } from './processor-time.ts'
import { milliseconds, type Row } from './rows.ts'
import { siteSecrets, startApi, startWorker } from './servers.ts'
import { asRole, prepare } from './world.ts'

const drainMsMax = 1_800_000
// Not measured: connections and processes are slower at first.
const warming = 200

/**
 * How long after an acceptance do its mails start in a burst (R20)? The jobs of real acceptances are recorded so many a
 * second, as if they happened then; a real worker relays and runs them, with a provider that takes every mail.
 */
export const burst: Bench = ({ sizes: [seconds = 10, perSecond = 1000] }) =>
  inLab(async (server, folder) => {
    const count = seconds * perSecond
    const all = warming + count
    const world = await prepare(server.url(), folder, all)
    await migrateQueue(server.url())
    const api = await startApi(world)
    await acceptOne(api.url, world).finally(api.stop)
    await world.repeatAcceptance(all - 1)
    await query(
      server.url(),
      'create table burst as select *, row_number() over (partition by name order by id) as number from outbox',
      'delete from outbox',
      `create index on outbox ((data ->> 'acceptanceId')) where name = 'relationship.accepted'`,
    )
    const provider = await startFakeResend()
    const worker = await startWorker(asRole(server.url(), 'entente_worker'), world.keysFile, {
      RESEND_API_KEY: 're_bench',
      RESEND_BASE_URL: provider.url,
    })
    try {
      await record(server.url(), { from: 0, to: warming, perSecond })
      await finished(server.url(), 2 * warming)
      const before = processorTime(server.pid(), worker.pid)
      const since = new Date()
      await record(server.url(), { from: warming, to: all, perSecond })
      await finished(server.url(), 2 * all)
      const processorMs = (processorTime(server.pid(), worker.pid) - before) / count
      return [
        ...(await rowsOf(server.url(), since, `${perSecond.toLocaleString('en')}/s for ${seconds} s`)),
        {
          what: 'what follows an acceptance: processor time of worker and PostgreSQL',
          figure: milliseconds(processorMs),
          value: processorMs,
          unit: 'ms',
        },
      ]
    } finally {
      await worker.stop()
      await provider.stop()
    }
  })

async function acceptOne(
  url: string,
  { token, sessionTokens: [session] }: Awaited<ReturnType<typeof prepare>>,
) {
  const response = await fetch(`${url}/trpc/invitation.accept`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${session}`,
      'content-type': 'application/json',
      'x-entente-site-secret': siteSecrets.customer,
    },
    body: JSON.stringify(acceptBody(token)).replace('{key}', randomUUID()),
  })
  if (!response.ok) throw new Error(`Not accepted: ${await response.text()}`)
}

type Burst = { from: number; to: number; perSecond: number }

/** Records the jobs of these acceptances at an even pace. */
async function record(url: string, { from, to, perSecond }: Burst): Promise<void> {
  const began = performance.now()
  for (let done = from; done < to; await sleep(20)) {
    const due = Math.min(to, from + Math.floor(((performance.now() - began) / 1000) * perSecond))
    const text = `insert into outbox (id, name, data, created_at)
      select uuidv7(), name, data, now() from burst where number > $1 and number <= $2`
    await query(url, { text, values: [done, due] })
    done = due
  }
}

/** Waits until `count` mails were sent. */
async function finished(url: string, count: number): Promise<void> {
  const until = performance.now() + drainMsMax
  for (;;) {
    const [row] = await query<{ done: number }>(
      url,
      `select count(*)::int as done from bullmq.job where name like 'mail.%' and state = 'completed'`,
    )
    if (row?.done === count) return
    if (performance.now() > until) throw new Error(`${row?.done} of ${count} mails were sent.`)
    await sleep(500)
  }
}

/** How long after its acceptance, unless that is older, each mail's job started. */
async function rowsOf(url: string, since: Date, burst: string): Promise<Row[]> {
  const lags = await query<{ name: string; p50: number; p99: number }>(url, {
    values: [since],
    text: `with started as (
      select job.name, job.processed_at_ms / 1000.0 - extract(epoch from accepted.created_at) as lag, accepted.created_at
      from bullmq.job join outbox on outbox.id::text = job.id join outbox accepted on accepted.id =
        case job.name when 'mail.relationship-receipt' then outbox.id else (
          select cause.id from outbox cause where cause.name = 'relationship.accepted'
            and cause.data ->> 'acceptanceId' = outbox.data ->> 'acceptanceId') end
      where job.name like 'mail.%' and accepted.created_at >= $1)
    select name, percentile_cont(0.5) within group (order by lag)::real as p50,
      percentile_cont(0.99) within group (order by lag)::real as p99 from started group by name order by name`,
  })
  return lags.map(({ name, p50, p99 }) => ({
    what: `R20 ${name} starts, p99`,
    figure: `${p99.toFixed(2)} s at ${burst}, p50 ${p50.toFixed(2)} s`,
    value: p99,
    unit: 's',
    target: { atMost: 2 },
  }))
}
