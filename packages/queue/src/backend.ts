import type { CloudId } from '@entente/domain/core/cloud'
import {
  createPostgresBackend,
  type DefaultJobOptions,
  Queue,
  Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq'
import pg from 'pg'
import { finishTogether } from './finish-together.ts'
import type { QueueName } from './names.ts'
import { openRedis } from './redis.ts'

/** Where the queues live: in the database or in Redis. The jobs and their options are the same. */
export type Place =
  | { kind: 'postgres'; pool: pg.Pool }
  | { kind: 'redis'; url: string; cloud: CloudId; onError: (error: Error) => void }

/** The part of a queued job that we use, on either backend. */
export type BackendJob = Pick<
  Awaited<ReturnType<Queue['getFailed']>>[number],
  'id' | 'name' | 'data' | 'opts' | 'timestamp' | 'attemptsMade' | 'failedReason' | 'finishedOn'
> & { isFailed: () => Promise<boolean>; remove: () => Promise<void> }

type OnEvent = (event: 'error', listener: (error: Error) => void) => unknown
export type BackendQueue = Pick<Queue, 'addBulk' | 'getJobCounts' | 'close'> & {
  on: OnEvent
  getJob: (id: string) => Promise<BackendJob | undefined>
  getFailed: (start: number, end: number) => Promise<BackendJob[]>
}
export type BackendWorker = Pick<Worker, 'close'> & { on: OnEvent }

export type Backend = {
  readonly kind: Place['kind']
  openQueue: (name: QueueName, jobs: DefaultJobOptions) => BackendQueue
  startWorker: (
    name: QueueName,
    run: (job: BackendJob) => Promise<void>,
    options: Omit<WorkerOptions, 'connection' | 'prefix'>,
  ) => BackendWorker
  /** Closes the connections; close queues and workers first. */
  close: () => Promise<void>
}

export const openBackend = (place: Place): Backend =>
  place.kind === 'postgres' ? onPostgres(place.pool) : onRedis(place)

function onPostgres(connection: pg.Pool): Backend {
  const classes = withBackend(createPostgresBackend)
  return {
    kind: 'postgres',
    openQueue: (name, defaultJobOptions) => new classes.Queue(name, { connection, defaultJobOptions }),
    startWorker: (name, run, options) => new classes.Worker(name, run, { ...options, connection }),
    close: () => connection.end(),
  }
}

function onRedis({ url, cloud, onError }: Extract<Place, { kind: 'redis' }>): Backend {
  // The relay must not hold its row locks while Redis is down, so adding fails soon; a worker can only wait.
  const adding = openRedis({ url, onError, whileDown: 'fail' })
  const working = openRedis({ url, onError, whileDown: 'wait' })
  // The braces keep all keys of a queue on one node of a cluster, and the cloud's name keeps instances apart.
  const prefixOf = (name: QueueName) => `{entente:${cloud}:${name}}`
  return {
    kind: 'redis',
    openQueue: (name, defaultJobOptions) =>
      new Queue(name, {
        connection: adding,
        prefix: prefixOf(name),
        defaultJobOptions,
        // The check's result is kept for good, even when it failed only because Redis was down for a moment.
        skipVersionCheck: true,
      }),
    startWorker: (name, run, options) =>
      new Worker(name, run, { ...options, connection: working, prefix: prefixOf(name) }),
    close: async () => {
      adding.disconnect()
      working.disconnect()
    },
  }
}

/**
 * The queue's own connections, as role `entente_worker`. Each worker keeps one connection to listen, so the pool must
 * be larger than the number of queues.
 */
export function openQueuePool({
  url,
  onError,
  together = true,
}: {
  url: string
  onError: (error: Error) => void
  /** Whether jobs that end at the same time are finished in one transaction; a benchmark measures the queue without. */
  together?: boolean
}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    // The queue's statements name its tables without their schema.
    options: '-c search_path=public,bullmq',
  })
  pool.on('error', onError)
  // A connection that drops while it is checked out reports that to its own listeners only; without one the process
  // would end.
  pool.on('connect', (client) => client.on('error', onError))
  return together ? finishTogether(pool) : pool
}
