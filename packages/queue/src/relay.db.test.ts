import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { freshDatabase } from '@entente/db/testing'
import { givenPartner } from '@entente/db/testing/fixtures'
import { waitFor } from '@entente/testkit/wait'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { onEachBackend, queueStage } from '../testing/index.ts'
import { type Backend, openBackend, openQueuePool } from './backend.ts'
import { type JobQueues, openQueues, type ReceivedJob, startWorkers } from './bull.ts'
import { enqueue } from './enqueue.ts'
import type { Job } from './jobs.ts'
import { migrateQueue } from './migrate-queue.ts'
import { relayOnce, startRelay } from './relay.ts'

const database = await freshDatabase()
await migrateQueue(database.urls.owner)
const partner = await givenPartner(database.api)
const faults: Error[] = []
const onError = (error: Error) => void faults.push(error)

const aJob = (): Job & { id: string } => ({
  id: newId(),
  name: 'mail.request-sent',
  data: { partnerId: partner.id, recipientId: newId<'recipient'>() },
})

/** Records jobs as a mutation of the partner does. */
const record = (jobs: Job[]) =>
  asTenant(
    database.api,
    { organisationId: partner.id, audience: 'partner', personId: partner.person.id },
    (db) => enqueue(db, jobs, new Date()),
  )

const waiting = () =>
  database.asOwner<{ id: string }>('select id from outbox where relayed_at is null order by id')

onEachBackend((kind) => {
  const stage = queueStage(kind, database)
  let backend: Backend
  let queues: JobQueues
  beforeAll(() => {
    backend = stage.current.open(onError)
    queues = openQueues(backend, onError)
  })
  beforeEach(async () => {
    await database.asOwner('delete from outbox')
    await stage.current.clear()
  })
  afterAll(async () => {
    await queues.close()
    await backend.close()
    expect(faults).toEqual([])
  })

  /** Runs every job in the queue and returns the ids in the order in which they ran. */
  async function runAll(): Promise<string[]> {
    const ran: string[] = []
    const workers = startWorkers(backend, {
      concurrency: { mail: 1, 'follow-up': 1, provisioning: 1 },
      run: async ({ id }) => void ran.push(id),
      onError,
    })
    await waitFor(async () => (await stage.current.unfinished()) === 0, { what: 'the queue to be empty' })
    await workers.stop()
    return ran
  }

  describe('from a mutation to the queue', () => {
    test('R1 a mutation that is rolled back leaves no job', async () => {
      const failing = asTenant(
        database.api,
        { organisationId: partner.id, audience: 'partner', personId: partner.person.id },
        async (db) => {
          await enqueue(db, [aJob()], new Date())
          throw new Error('the mutation fails after it recorded its job')
        },
      )
      await expect(failing).rejects.toThrow('the mutation fails')
      expect(await waiting()).toEqual([])
      expect(await relayOnce(database.worker, queues)).toBe(0)
      expect(await stage.current.jobIds()).toEqual([])
    })

    test('a committed job runs under the id of its row, with its data and the time it was recorded', async () => {
      const job = aJob()
      await record([job])
      const [row] = await database.asOwner<{ created_at: Date }>('select created_at from outbox')
      await relayOnce(database.worker, queues)
      const received: ReceivedJob[] = []
      const workers = startWorkers(backend, {
        concurrency: { mail: 1, 'follow-up': 1, provisioning: 1 },
        run: async (taken) => void received.push(taken),
        onError,
      })
      await waitFor(() => received.length > 0)
      await workers.stop()
      expect(received).toEqual([{ ...job, recordedAt: row?.created_at, isLastAttempt: false }])
    })

    test('an id that is already in the outbox is recorded once', async () => {
      const job = aJob()
      await record([job])
      await record([job, aJob()])
      expect(await waiting()).toHaveLength(2)
    })
  })

  describe('R6 a job runs once, however often it is relayed', () => {
    test('a job that is relayed again after it was completed does not run again', async () => {
      const job = aJob()
      await record([job])
      await relayOnce(database.worker, queues)
      expect(await runAll()).toEqual([job.id])
      await database.asOwner('update outbox set relayed_at = null')
      expect(await relayOnce(database.worker, queues)).toBe(1)
      expect(await runAll()).toEqual([])
    })

    test('R2 a crash between adding and marking leaves the row, and the job runs once', async () => {
      const job = aJob()
      await record([job])
      const crashing: JobQueues = {
        ...queues,
        async add(rows) {
          await queues.add(rows)
          throw new Error('killed')
        },
      }
      await expect(relayOnce(database.worker, crashing)).rejects.toThrow('killed')
      expect(await waiting()).toEqual([{ id: job.id }])
      expect(await relayOnce(database.worker, queues)).toBe(1)
      expect(await runAll()).toEqual([job.id])
    })

    test('two relays never take the same row', async () => {
      const jobs = [aJob(), aJob(), aJob(), aJob()]
      await record(jobs)
      const taken: string[][] = []
      let release = () => {}
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      const slow: JobQueues = {
        ...queues,
        async add(rows) {
          taken.push(rows.map(({ id }) => id))
          await held
        },
      }
      const first = relayOnce(database.worker, slow, 2)
      await waitFor(() => taken.length === 1)
      const second = relayOnce(database.worker, slow, 10)
      await waitFor(() => taken.length === 2)
      release()
      expect(await Promise.all([first, second])).toEqual([2, 2])
      expect(taken.flat().sort()).toEqual(jobs.map(({ id }) => id).sort())
    })
  })

  describe('the relay by itself', () => {
    test('R20 moves jobs that are recorded while it runs, one batch after another', async () => {
      const relay = startRelay(database.worker, queues, { onError, limit: 3, idleMs: 20 })
      await record(Array.from({ length: 10 }, aJob))
      await waitFor(async () => (await waiting()).length === 0)
      await relay.stop()
      expect(await stage.current.jobIds()).toHaveLength(10)
      await record([aJob()])
      expect(await waiting()).toHaveLength(1)
    })
  })

  describe('a worker', () => {
    test('retries a job that failed, and knows the last attempt', async () => {
      const row = { id: newId(), name: 'follow-up.test', data: {}, createdAt: new Date() }
      const few = openQueues(backend, onError, { attempts: 3, backoff: { type: 'fixed', delay: 1 } })
      await few.add([row])
      const attempts: boolean[] = []
      const workers = startWorkers(backend, {
        concurrency: { mail: 1, 'follow-up': 1, provisioning: 1 },
        run: async ({ isLastAttempt }) => {
          attempts.push(isLastAttempt)
          throw new Error('not yet')
        },
        onError,
      })
      await waitFor(async () => (await few.counts())['follow-up'].failed > 0)
      await workers.stop()
      await few.close()
      expect(attempts).toEqual([false, false, true])
    })
  })
})

describe('S2 rights on the queue', () => {
  let api: JobQueues
  const open = (url: string) => openQueuePool({ url, onError: () => undefined })
  const pool = open(database.urls.worker)
  const apiBackend = openBackend({ kind: 'postgres', pool: open(database.urls.api) })
  beforeAll(() => {
    api = openQueues(apiBackend, () => undefined)
  })
  afterAll(async () => {
    await api.close()
    await apiBackend.close()
    await pool.end()
  })

  test('the migration can be repeated', async () => {
    await expect(migrateQueue(database.urls.owner)).resolves.toBeUndefined()
  })

  test('the API has none: a job can only come from a committed outbox row', async () => {
    const row = { id: newId(), name: 'mail.forged', data: {}, createdAt: new Date() }
    await expect(api.add([row])).rejects.toThrow('permission denied')
  })

  test('the worker can use the schema and not change it', async () => {
    await expect(pool.query('create table bullmq.mine ()')).rejects.toThrow('permission denied')
    await expect(pool.query('delete from bullmq.migration')).rejects.toThrow('permission denied')
    await expect(pool.query('select from public.relationship')).rejects.toThrow('permission denied')
  })

  test('no scope but the relay reads the outbox: others do not even read their own rows', async () => {
    const reading = asTenant(
      database.api,
      { organisationId: partner.id, audience: 'partner', personId: null },
      (db) => db.selectFrom('outbox').selectAll().execute(),
    )
    await expect(reading).rejects.toThrow('permission denied')
  })
})
