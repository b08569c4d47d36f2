import { countDeadLetters, listDeadLetters, retryJob } from '@entente/db/core/dead-letters'
import { newId } from '@entente/db/core/new-id'
import { asAuth, asOperator } from '@entente/db/core/scopes'
import { insertAccount } from '@entente/db/identity/accounts'
import { freshDatabase } from '@entente/db/testing'
import { waitFor } from '@entente/testkit/wait'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { onEachBackend, queueStage } from '../testing/index.ts'
import type { Backend } from './backend.ts'
import { type JobQueues, type JobWorkers, openQueues, startWorkers } from './bull.ts'
import { moveDeadLetters, startDeadLetters } from './dead-letters.ts'
import { enqueue } from './enqueue.ts'
import { relayOnce } from './relay.ts'

const database = await freshDatabase()
const operatorId = newId<'account'>()
await asAuth(database.api, null, (db) =>
  insertAccount(
    db,
    { id: operatorId, audience: 'operator', email: 'o@entente.example', name: 'Op', passwordHash: 'none' },
    new Date(),
  ),
)
const asOp = <T>(work: Parameters<typeof asOperator<T>>[2]) => asOperator(database.api, operatorId, work)
const deadLetters = () => asOp((db) => listDeadLetters(db, { limit: 10 }))
const retry = (id: string) => asOp((db) => retryJob(db, id, operatorId, new Date()))

onEachBackend((kind) => {
  const stage = queueStage(kind, database)
  const faults: Error[] = []
  const onError = (error: Error) => void faults.push(error)
  let backend: Backend
  let queues: JobQueues
  let workers: JobWorkers
  const ran: string[] = []
  let failing = true

  beforeAll(() => {
    backend = stage.current.open(onError)
    queues = openQueues(backend, onError, { attempts: 2, backoff: { type: 'fixed', delay: 1 } })
    workers = startWorkers(backend, {
      concurrency: { mail: 2, 'follow-up': 2, provisioning: 2 },
      async run({ id }) {
        ran.push(id)
        if (failing) throw new Error(`EDNS ${'x'.repeat(400)}`)
      },
      onError,
    })
  })
  beforeEach(async () => {
    await database.asOwner('delete from outbox')
    await stage.current.clear()
    ran.length = 0
    failing = true
  })
  afterAll(async () => {
    await workers.stop()
    await queues.close()
    await backend.close()
    expect(faults).toEqual([])
  })

  const idle = () => waitFor(async () => (await stage.current.unfinished()) === 0, { intervalMs: 10 })
  /** Records jobs as a mutation does, and runs them until they have completed or failed. */
  async function givenRan(count = 1): Promise<string[]> {
    const ids = Array.from({ length: count }, () => newId())
    const jobs = ids.map((id, at) => ({
      id,
      name: at % 2 ? ('membership.requested' as const) : ('mail.sign-up-repeated' as const),
      data: {
        accountId: newId<'account'>(),
        customerId: newId<'organisation'>(),
        membershipId: newId<'membership'>(),
      },
    }))
    await asAuth(database.api, null, (db) => enqueue(db, jobs, new Date()))
    await relay()
    return ids
  }
  async function relay() {
    const relayed = await relayOnce(database.worker, queues)
    await idle()
    return relayed
  }

  describe('a job that fails for good', () => {
    test('R3 becomes a dead letter with a reason of at most 300 characters, and leaves the queue', async () => {
      const [id = ''] = await givenRan()
      expect(await moveDeadLetters(database.worker, queues)).toBe(1)
      const { rows } = await deadLetters()
      expect(rows).toMatchObject([{ id, name: 'mail.sign-up-repeated', retriedAt: null, retriedBy: null }])
      expect(rows[0]?.failure).toMatch(/^EDNS x{295}$/)
      expect(Date.now() - (rows[0]?.failedAt.getTime() ?? 0)).toBeLessThan(20_000)
      expect(await stage.current.jobIds()).toEqual([])
      expect(ran).toEqual([id, id])
      expect(await relay()).toBe(0)
    })

    test('is retried under the same id, once at a time, and the operator is recorded', async () => {
      const [id = ''] = await givenRan()
      await moveDeadLetters(database.worker, queues)
      failing = false
      ran.length = 0
      expect(await Promise.all([retry(id), retry(id)])).toContain(false)
      expect(await retry(id)).toBe(false)
      expect(await asOp(countDeadLetters)).toEqual({ all: 0, mails: 0 })
      expect(await relay()).toBe(1)
      expect(ran).toEqual([id])
      expect(await moveDeadLetters(database.worker, queues)).toBe(0)
      const [row] = await database.asOwner('select retried_by, failed_at from outbox')
      expect(row).toEqual({ retried_by: operatorId, failed_at: null })
    })

    test('is a dead letter again when the retry fails too, and names who retried it', async () => {
      const [id = ''] = await givenRan()
      await moveDeadLetters(database.worker, queues)
      await retry(id)
      await relay()
      await moveDeadLetters(database.worker, queues)
      expect((await deadLetters()).rows).toMatchObject([{ id, retriedBy: operatorId }])
      expect(ran).toEqual(Array(4).fill(id))
    })

    test('is moved with all the others, and listed in pages, newest first', async () => {
      const ids = await givenRan(7)
      expect(await moveDeadLetters(database.worker, queues, 2)).toBe(7)
      const first = await asOp((db) => listDeadLetters(db, { limit: 4 }))
      const second = await asOp((db) => listDeadLetters(db, { limit: 4, cursor: first.nextCursor ?? '' }))
      const rows = [...first.rows, ...second.rows]
      expect(rows.map(({ id }) => id).sort()).toEqual(ids.sort())
      const times = rows.map(({ failedAt }) => failedAt.getTime())
      expect(times).toEqual([...times].sort((a, b) => b - a))
      expect(second.nextCursor).toBeNull()
    })
  })

  describe('R2 a crash between marking the row and removing the job', () => {
    const crashing = (): JobQueues => ({ ...queues, removeFailed: () => Promise.reject(new Error('killed')) })

    test('is repaired by the next round', async () => {
      const [id = ''] = await givenRan()
      await expect(moveDeadLetters(database.worker, crashing())).rejects.toThrow('killed')
      expect((await deadLetters()).rows).toMatchObject([{ id }])
      expect(await stage.current.jobIds()).toEqual([id])
      expect(await moveDeadLetters(database.worker, queues)).toBe(1)
      expect((await deadLetters()).rows).toMatchObject([{ id }])
      expect(await stage.current.jobIds()).toEqual([])
    })

    test('does not lose a retry that comes before that round', async () => {
      const [id = ''] = await givenRan()
      await expect(moveDeadLetters(database.worker, crashing())).rejects.toThrow('killed')
      failing = false
      ran.length = 0
      expect(await retry(id)).toBe(true)
      await relay()
      await moveDeadLetters(database.worker, queues)
      expect(ran).toEqual([id])
      expect((await deadLetters()).rows).toEqual([])
    })

    test('a stale view of the queue does not undo a retry', async () => {
      const [id = ''] = await givenRan()
      const before = await queues.listFailed(0, 10)
      await moveDeadLetters(database.worker, queues)
      failing = false
      ran.length = 0
      await retry(id)
      await relay()
      let looks = 0
      const late: JobQueues = { ...queues, listFailed: async () => (looks++ === 0 ? before : []) }
      expect(await moveDeadLetters(database.worker, late)).toBe(0)
      expect((await deadLetters()).rows).toEqual([])
      expect(await stage.current.jobIds()).toEqual([id])
    })
  })

  test('R6 a completed job is no dead letter and never runs again', async () => {
    failing = false
    const [id = ''] = await givenRan()
    expect(await moveDeadLetters(database.worker, queues)).toBe(0)
    expect(await retry(id)).toBe(false)
    await database.asOwner('update outbox set relayed_at = null, retried_at = now()')
    await relay()
    expect(ran).toEqual([id])
  })

  test('the loop moves dead letters by itself', async () => {
    const loop = startDeadLetters(database.worker, queues, { onError, idleMs: 20 })
    const [id = ''] = await givenRan()
    await waitFor(async () => (await asOp(countDeadLetters)).all === 1)
    await loop.stop()
    expect(ran).toEqual([id, id])
  })
})
