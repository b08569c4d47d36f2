import type { Writable } from 'node:stream'
import { newId } from '@entente/db/core/new-id'
import { freshDatabase } from '@entente/db/testing'
import { waitFor } from '@entente/testkit/wait'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { openBackend, openQueuePool } from './backend.ts'
import { openQueues, startWorkers } from './bull.ts'
import { migrateQueue } from './migrate-queue.ts'

const database = await freshDatabase()
await migrateQueue(database.urls.owner)
const atOnce = 10

const closing: (() => Promise<unknown>)[] = []
const stop = async () => {
  for (const close of closing.splice(0)) await close()
}
afterEach(async () => {
  await stop()
  await database.asOwner('delete from bullmq.job')
})

/** Queued jobs and a worker that ends `together` of them at the same time, after `meanwhile` for the first ones. */
async function startJobs(
  count: number,
  meanwhile: (ids: string[]) => Promise<void> = async () => undefined,
  onAcquire: (client: pg.PoolClient) => void = () => undefined,
  together = atOnce,
) {
  const faults: string[] = []
  const onError = ({ message }: Error) => void faults.push(message)
  const pool = openQueuePool({ url: database.urls.worker, onError })
  let asked = 0
  pool.on('acquire', (client) => {
    asked++
    onAcquire(client)
  })
  const backend = openBackend({ kind: 'postgres', pool })
  const queues = openQueues(backend, onError)
  const ids = Array.from({ length: count }, () => newId())
  const ran: string[] = []
  let round = Promise.withResolvers<void>()
  await queues.add(ids.map((id) => ({ id, name: 'mail.test', data: { id }, createdAt: new Date() })))
  const before = asked
  const workers = startWorkers(backend, {
    concurrency: { mail: together, 'follow-up': 1, provisioning: 1 },
    async run({ id }) {
      ran.push(id)
      const mine = round
      if (ran.length % together === 0) {
        if (ran.length === together) await meanwhile(ran.slice())
        round = Promise.withResolvers()
        mine.resolve()
      }
      await mine.promise
    },
    onError,
  })
  closing.push(async () => {
    await workers.stop()
    await queues.close()
    await backend.close()
  })
  return { ids, ran, faults, asked: () => asked - before }
}

const stateOf = (ids: string[]) =>
  database.asOwner<{ state: string; count: number }>(
    `select state::text, count(*)::int from bullmq.job where id = any($1) group by 1 order by 1`,
    [ids],
  )

test('R6 jobs that end at the same time are finished in one transaction, each runs once', async () => {
  const { ids, ran, faults, asked } = await startJobs(50)
  await waitFor(
    async () => (await stateOf(ids))[0]?.state === 'completed' && (await stateOf(ids)).length === 1,
  )
  expect(ran.toSorted()).toEqual(ids.toSorted())
  // Ten to take the first ones, and one or a few for each ten that end.
  expect(asked()).toBeLessThan(ids.length)
  expect(faults).toEqual([])
})

/** What a job's row says, but for which job it is and when. */
const rowsOf = (ids: string[]) =>
  database.asOwner(
    `select distinct to_jsonb(job) - array['id', 'seq', 'data', 'opts', 'processed_by', 'added_at_ms', 'processed_at_ms', 'finished_at_ms'] as row,
      finished_at_ms >= processed_at_ms and processed_at_ms >= added_at_ms as is_in_order
    from bullmq.job where id = any($1)`,
    [ids],
  )

test('R6 jobs that end together are left as the queue leaves one that ends alone, for a week', async () => {
  const alone = await startJobs(1, undefined, undefined, 1)
  await waitFor(async () => (await stateOf(alone.ids))[0]?.state === 'completed')
  const left = await rowsOf(alone.ids)
  await stop()
  await database.asOwner(
    `insert into bullmq.job (queue, id, seq, name, state, added_at_ms, finished_at_ms)
    select 'mail', 'of ' || days, days, 'mail.test', 'completed', 1,
      (extract(epoch from now() - make_interval(days => days)) * 1000)::bigint from unnest(array[6, 8]) days`,
  )
  const { ids } = await startJobs(30)
  await waitFor(
    async () => (await stateOf(ids))[0]?.state === 'completed' && (await stateOf(ids)).length === 1,
  )
  expect(await rowsOf(ids)).toEqual(left)
  const kept = await database.asOwner<{ id: string }>(`select id from bullmq.job where id like 'of %'`)
  expect(kept).toEqual([{ id: 'of 6' }])
})

test('R6 jobs that end together take the next in their order, and one whose time to be tried again has come', async () => {
  const { ids, ran } = await startJobs(3 * atOnce, async (first) => {
    await database.asOwner(
      `update bullmq.job set state = 'delayed', process_at_ms = 1, delay_ms = 1
      where id = (select max(id) from bullmq.job where state = 'waiting')`,
    )
    expect(first).toHaveLength(atOnce)
  })
  await waitFor(
    async () => (await stateOf(ids))[0]?.state === 'completed' && (await stateOf(ids)).length === 1,
  )
  expect(ran.toSorted()).toEqual(ids.toSorted())
  const order: string[] = ids
  const places = ran.map((id) => Math.floor(order.indexOf(id) / atOnce))
  expect(places).toEqual(places.toSorted())
})

test('R6 jobs that end together begin no other while the queue is paused', async () => {
  const { ids, ran } = await startJobs(3 * atOnce, async () => {
    await database.asOwner(`insert into bullmq.meta (queue, field, value) values ('mail', 'paused', '1')`)
  })
  closing.push(() => database.asOwner(`delete from bullmq.meta where field = 'paused'`))
  await waitFor(async () => (await stateOf(ids)).find(({ state }) => state === 'completed')?.count === atOnce)
  expect(ran).toHaveLength(atOnce)
})

test('R6 a job that another worker took over does not keep its neighbours from ending', async () => {
  const { ids, faults } = await startJobs(atOnce, ([lost]) =>
    database
      .asOwner(`update bullmq.job set lock_token = 'of another' where id = $1`, [lost])
      .then(() => undefined),
  )
  await waitFor(
    async () => (await stateOf(ids)).find(({ state }) => state === 'completed')?.count === atOnce - 1,
  )
  expect(await stateOf(ids)).toEqual([
    { state: 'active', count: 1 },
    { state: 'completed', count: atOnce - 1 },
  ])
  await waitFor(() => faults.length > 0)
  expect(faults[0]).toContain('Lock mismatch')
})

test('R6 a job whose row somebody has locked is finished later, its neighbours at once', async () => {
  const holder = new pg.Client(database.urls.owner)
  await holder.connect()
  closing.push(() => holder.end())
  const { ids, faults } = await startJobs(atOnce, async ([held]) => {
    await holder.query('begin')
    await holder.query('select 1 from bullmq.job where id = $1 for update', [held])
  })
  await waitFor(
    async () => (await stateOf(ids)).find(({ state }) => state === 'completed')?.count === atOnce - 1,
  )
  expect(await stateOf(ids)).toContainEqual({ state: 'active', count: 1 })
  await holder.query('commit')
  await waitFor(async () => (await stateOf(ids)).length === 1)
  expect(await stateOf(ids)).toEqual([{ state: 'completed', count: atOnce }])
  expect(faults).toEqual([])
})

test('R6 jobs whose round goes out on a dead connection end alone, after a while', async () => {
  let silenced = 0
  const { ids } = await startJobs(atOnce, undefined, (client) => {
    const query = client.query.bind(client) as (...sent: unknown[]) => unknown
    const silencing = (...sent: [{ name?: string }]) => {
      // What is written from now on does not leave, and nobody says so.
      if (sent[0].name === 'finish together' && silenced++ === 0) streamOf(client).cork()
      return query(...sent)
    }
    Object.assign(client, { query: silencing })
  })
  await waitFor(
    async () => (await stateOf(ids)).find(({ state }) => state === 'completed')?.count === atOnce,
    { timeoutMs: 20_000 },
  )
  expect(silenced).toBeGreaterThan(0)
})

const streamOf = (client: pg.PoolClient) =>
  (client as unknown as { connection: { stream: Writable } }).connection.stream
