import type { OutboxRow } from '@entente/db/outbox'
import { createPostgresBackend, UnrecoverableError, withBackend } from 'bullmq'
import pg from 'pg'

/**
 * Two queues, so that a mail server that hangs holds up other mails only. `mail` leaves the process, `follow-up`
 * stays in the database.
 */
export const queueNames = ['mail', 'follow-up'] as const
export type QueueName = (typeof queueNames)[number]

/** The queue of a job, also of one that a newer or older version wrote and this one does not know. */
export const queueOf = (jobName: string): QueueName => (jobName.startsWith('mail.') ? 'mail' : 'follow-up')

const backend = withBackend(createPostgresBackend)

/** A job as a worker receives it. */
export type ReceivedJob = {
  /** The id of the outbox row. */
  id: string
  name: string
  data: unknown
  /** When the mutation recorded it. */
  recordedAt: Date
  /** No further attempt follows when this one fails. */
  isLastAttempt: boolean
}

export type JobQueues = {
  /** Adds jobs under the ids of their rows; one that is already there, even completed, is left alone. */
  add: (rows: OutboxRow[]) => Promise<void>
  close: () => Promise<void>
}

export type JobWorkers = {
  /** Takes no new job and resolves when the present ones are done. */
  stop: () => Promise<void>
}

type OnError = (error: Error) => void

/**
 * The queue's own connections, as role `entente_worker`. Each worker keeps one of them to listen, so the pool must be
 * larger than the number of queues.
 */
export function openQueuePool({ url, onError }: { url: string; onError: OnError }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    // The queue's statements name its tables without their schema.
    options: '-c search_path=public,bullmq',
  })
  pool.on('error', onError)
  // A connection that drops while somebody holds it tells only its own listeners; without one the process would end.
  pool.on('connect', (client) => client.on('error', onError))
  return pool
}

/** How often and when a job that failed is tried again: 14 times within two to three hours, then it waits for an operator. */
export const retries = { attempts: 14, backoff: { type: 'exponential', delay: 1000, jitter: 0.5 } }

// A job id that is removed at once runs again when it is relayed again, so completed jobs stay for a week. Failed
// ones stay until somebody has looked at them.
const keep = { removeOnComplete: { age: 7 * 24 * 3600 }, removeOnFail: false }

export function openQueues(pool: pg.Pool, onError: OnError): JobQueues {
  const queues = queueNames.map((name) => {
    const queue = new backend.Queue(name, { connection: pool, defaultJobOptions: { ...retries, ...keep } })
    queue.on('error', onError)
    return { name, queue }
  })
  return {
    async add(rows) {
      for (const { name, queue } of queues) {
        const own = rows.filter((row) => queueOf(row.name) === name)
        if (own.length > 0) await queue.addBulk(own.map(toBulk))
      }
    },
    close: async () => void (await Promise.all(queues.map(({ queue }) => queue.close()))),
  }
}

// Without an explicit id the queue would take one from a sequence, and adding a row twice would run it twice.
const toBulk = ({ id, name, data, createdAt }: OutboxRow) => ({
  name,
  data,
  opts: { jobId: id, timestamp: createdAt.getTime() },
})

export type WorkerOptions = {
  concurrency: Record<QueueName, number>
  /** A rejection is tried again later, unless it is an `UnrecoverableError`. */
  run: (job: ReceivedJob) => Promise<void>
  onError: OnError
  /** How long a worker may be silent before another takes its job over; tests shorten it. */
  lockMs?: number
}

export function startWorkers(
  pool: pg.Pool,
  { concurrency, run, onError, lockMs = 15_000 }: WorkerOptions,
): JobWorkers {
  const workers = queueNames.map((name) => {
    const worker = new backend.Worker(
      name,
      (job) => {
        if (!job.id) throw new UnrecoverableError('A job without an id cannot be told from another.')
        return run({
          id: job.id,
          name: job.name,
          data: job.data,
          recordedAt: new Date(job.timestamp),
          isLastAttempt: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
        })
      },
      {
        connection: pool,
        concurrency: concurrency[name],
        lockDuration: lockMs,
        stalledInterval: lockMs / 3,
        // A worker that is killed while it holds a job is not the job's fault.
        maxStalledCount: 20,
      },
    )
    worker.on('error', onError)
    return worker
  })
  return { stop: async () => void (await Promise.all(workers.map((worker) => worker.close()))) }
}
