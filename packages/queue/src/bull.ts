import type { OutboxRow } from '@entente/db/core/outbox'
import { UnrecoverableError } from 'bullmq'
import type { Backend, BackendJob, BackendQueue } from './backend.ts'
import { type QueueName, queueNames, queueOf } from './names.ts'

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

export type JobRef = { id: string; name: string }

export type FailedJob = JobRef & {
  /** At most 300 characters and codes only, because operators see it. */
  failure: string
  failedAt: Date
}

/** How many jobs wait for a worker, run, wait for their next attempt, or failed for good. */
export type QueueCounts = { waiting: number; active: number; delayed: number; failed: number }

export type JobQueues = {
  /** Adds jobs under the ids of their outbox rows; one that is already there, even completed, is not added again. */
  add: (rows: OutboxRow[]) => Promise<void>
  /** Jobs that failed for good, newest first in each queue. */
  listFailed: (from: number, limit: number) => Promise<FailedJob[]>
  /** The given jobs that failed for good, as they are now. */
  findFailed: (jobs: JobRef[]) => Promise<FailedJob[]>
  /** Removes the given jobs that failed for good, so that their ids can be added again. */
  removeFailed: (jobs: JobRef[]) => Promise<void>
  counts: () => Promise<Record<QueueName, QueueCounts>>
  close: () => Promise<void>
}

export type JobWorkers = {
  /** Takes no new job and resolves when the running ones are done. */
  stop: () => Promise<void>
}

type OnError = (error: Error) => void

/** Retries of a failed job: 14 attempts within two to three hours, then the job waits for an operator. */
export const retries = { attempts: 14, backoff: { type: 'exponential', delay: 1000, jitter: 0.5 } }

type Retries = { attempts: number; backoff: { type: string; delay: number; jitter?: number } }

// A completed job that is removed at once would run again when it is relayed again, so it stays for a week. A failed
// one stays until it is a dead letter of the outbox (dead-letters.ts).
const keep = { removeOnComplete: { age: 7 * 24 * 3600 }, removeOnFail: false }

export function openQueues(backend: Backend, onError: OnError, retry: Retries = retries): JobQueues {
  const queues = queueNames.map((name) => {
    const queue = backend.openQueue(name, { ...retry, ...keep })
    queue.on('error', onError)
    return { name, queue }
  })
  const ofQueue = <J extends JobRef>(jobs: J[]) =>
    queues
      .map(({ name, queue }) => ({ queue, own: jobs.filter((job) => queueOf(job.name) === name) }))
      .filter(({ own }) => own.length > 0)
  /** The queue's own objects of the given jobs that failed for good. */
  const failedOf = async (jobs: JobRef[]) => {
    const found = ofQueue(jobs).flatMap(({ queue, own }) => own.map(({ id }) => queue.getJob(id)))
    const isFailed = async (job: Awaited<(typeof found)[number]>) =>
      job && (await job.isFailed()) ? [job] : []
    return (await Promise.all((await Promise.all(found)).map(isFailed))).flat()
  }
  return {
    async add(rows) {
      for (const { queue, own } of ofQueue(rows)) await queue.addBulk(own.map(toBulk))
    },
    async listFailed(from, limit) {
      const lists = await Promise.all(queues.map(({ queue }) => queue.getFailed(from, from + limit - 1)))
      return lists.flat().map(toFailed)
    },
    findFailed: async (jobs) => (await failedOf(jobs)).map(toFailed),
    async removeFailed(jobs) {
      for (const job of await failedOf(jobs)) await job.remove()
    },
    async counts() {
      const counts = queues.map(async ({ name, queue }) => [name, await countsOf(queue)])
      return Object.fromEntries(await Promise.all(counts))
    },
    close: async () => void (await Promise.all(queues.map(({ queue }) => queue.close()))),
  }
}

const countsOf = async (queue: BackendQueue): Promise<QueueCounts> => {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed')
  const { waiting = 0, active = 0, delayed = 0, failed = 0 } = counts
  return { waiting, active, delayed, failed }
}

const toFailed = ({ id, name, failedReason, finishedOn }: BackendJob): FailedJob => ({
  id: id ?? '',
  name,
  failure: (failedReason || 'no reason').slice(0, 300),
  failedAt: new Date(finishedOn ?? Date.now()),
})

// Without an explicit id the queue would take one from a sequence, and adding a row twice would run it twice.
const toBulk = ({ id, name, data, createdAt }: OutboxRow) => ({
  name,
  data,
  opts: { jobId: id, timestamp: createdAt.getTime() },
})

export type WorkerOptions = {
  concurrency: Record<QueueName, number>
  /** A rejection is retried later, unless it is an `UnrecoverableError`. */
  run: (job: ReceivedJob) => Promise<void>
  onError: OnError
  /** How long a worker can be silent before another takes over its job; tests shorten it. */
  lockMs?: number
}

/** A killed worker is noticed after at most this time and a third of it, well within a minute (R2). */
export const lockMsDefault = 15_000

export function startWorkers(
  backend: Backend,
  { concurrency, run, onError, lockMs = lockMsDefault }: WorkerOptions,
): JobWorkers {
  const workers = queueNames.map((name) => {
    const worker = backend.startWorker(
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
        concurrency: concurrency[name],
        lockDuration: lockMs,
        stalledInterval: Math.floor(lockMs / 3),
        // It is not the fault of a job when its worker is killed.
        maxStalledCount: 20,
      },
    )
    worker.on('error', onError)
    return worker
  })
  return { stop: async () => void (await Promise.all(workers.map((worker) => worker.close()))) }
}
