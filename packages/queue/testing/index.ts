import type { TestDatabase } from '@entente/db/testing'
import { findRedis, startRedis } from '@entente/testkit/redis'
import type { Queue } from 'bullmq'
import { afterAll, beforeAll, describe } from 'vitest'
import { type Backend, openBackend, openQueuePool, type Place } from '../src/backend.ts'
import { migrateQueue } from '../src/migrate-queue.ts'
import { queueNames } from '../src/names.ts'

export type Kind = Place['kind']
type OnError = (error: Error) => void

const isMissing = (kind: Kind) => kind === 'redis' && !findRedis()

/** Runs the same tests on either backend. Without Redis its half is skipped, with a message. */
export function onEachBackend(tests: (kind: Kind) => void): void {
  for (const kind of ['postgres', 'redis'] as const) {
    const why = isMissing(kind) ? ' (skipped: redis-server is not installed)' : ''
    if (why)
      process.stderr.write('Queues on Redis are not tested; on Debian: apt-get install -y redis-server\n')
    describe.skipIf(why !== '')(`on ${kind}${why}`, () => tests(kind))
  }
}

export type QueueStage = {
  /** The URL of the queues, for another process. */
  url: string
  open: (onError: OnError) => Backend
  /** The ids of all jobs in the queues, in any state, sorted. */
  jobIds: () => Promise<string[]>
  /** How many jobs are neither completed nor failed. */
  unfinished: () => Promise<number>
  clear: () => Promise<void>
}

/** Queues of their own for one describe block. Call it while tests are collected. */
export function queueStage(kind: Kind, database: TestDatabase): { current: QueueStage } {
  const stage = {} as { current: QueueStage }
  const closing: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    const { url, place } = await placeOf(kind, database, closing)
    const open = (onError: OnError) => openBackend(place(onError))
    const looking = open(() => undefined)
    const queues = queueNames.map((name) => looking.openQueue(name, {}) as unknown as Queue)
    const states = ['waiting', 'active', 'delayed', 'completed', 'failed'] as const
    closing.unshift(async () => {
      await Promise.all(queues.map((queue) => queue.close()))
      await looking.close()
    })
    stage.current = {
      url,
      open,
      async jobIds() {
        const lists = await Promise.all(queues.map((queue) => queue.getJobs([...states])))
        return lists.flatMap((jobs) => jobs.map(({ id }) => id ?? '')).sort()
      },
      async unfinished() {
        const counts = await Promise.all(
          queues.map((queue) => queue.getJobCounts('waiting', 'active', 'delayed')),
        )
        return counts.flatMap(Object.values).reduce((sum: number, count: number) => sum + count, 0)
      },
      async clear() {
        if (kind === 'postgres') await database.asOwner('delete from bullmq.job')
        else for (const queue of queues) await queue.obliterate({ force: true })
      },
    }
  })
  afterAll(async () => {
    for (const close of closing) await close()
  })
  return stage
}

async function placeOf(
  kind: Kind,
  database: TestDatabase,
  closing: (() => Promise<unknown>)[],
): Promise<{ url: string; place: (onError: OnError) => Place }> {
  if (kind === 'postgres') {
    await migrateQueue(database.urls.owner)
    const url = database.urls.worker
    const place = (onError: OnError): Place => {
      const pool = openQueuePool({ url, onError })
      pool.setMaxListeners(0) // every worker of a file may listen to it
      return { kind, pool }
    }
    return { url, place }
  }
  const server = await startRedis()
  closing.push(() => server.stop())
  return { url: server.url, place: (onError) => ({ kind, url: server.url, cloud: 'global', onError }) }
}
