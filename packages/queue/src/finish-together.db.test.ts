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
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await database.asOwner('delete from bullmq.job')
})

/** Queued jobs and a worker that ends `atOnce` of them at the same time, after `meanwhile` for the first ones. */
async function startJobs(
  count: number,
  meanwhile: (ids: string[]) => Promise<void> = async () => undefined,
  onAcquire: (client: pg.PoolClient) => void = () => undefined,
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
  let together = Promise.withResolvers<void>()
  await queues.add(ids.map((id) => ({ id, name: 'mail.test', data: { id }, createdAt: new Date() })))
  const before = asked
  const workers = startWorkers(backend, {
    concurrency: { mail: atOnce, 'follow-up': 1, provisioning: 1 },
    async run({ id }) {
      ran.push(id)
      const mine = together
      if (ran.length % atOnce === 0) {
        if (ran.length === atOnce) await meanwhile(ran.slice())
        together = Promise.withResolvers()
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
