import type { Database } from '@entente/db/core/database'
import { asRelay, asSealer } from '@entente/db/core/scopes'
import { findOutboxFigures, findSealLag } from '@entente/db/operator/operating-figures'
import { counterOf, createMetrics, durationOf, gaugesOf, type Metrics } from '@entente/process/metrics'
import type { ReceivedJob } from '@entente/queue/bull'
import { jobs } from '@entente/queue/jobs'
import { UnrecoverableError } from 'bullmq'

type Run = (job: ReceivedJob) => Promise<void>
export type WorkerMetrics = Metrics & {
  /** Runs jobs and counts them. */
  counting: (run: Run) => Run
}

const mailOutcomes = { done: 'sent', retried: 'retried', failed: 'failed' } as const
type Outcome = keyof typeof mailOutcomes

/** The worker's metrics for Prometheus. A job name that the worker does not know counts as `unknown`. */
export function createWorkerMetrics(database: Database, clock: () => Date): WorkerMetrics {
  const metrics = createMetrics()
  const durations = durationOf(metrics, {
    name: 'entente_job_duration_seconds',
    help: 'Attempts at jobs by name and outcome',
    labels: ['name', 'outcome'],
  })
  const mails = counterOf(metrics, {
    name: 'entente_mails_total',
    help: 'Attempts at mails by outcome',
    labels: ['outcome'],
  })
  gaugesOf(
    metrics,
    {
      entente_outbox_waiting: 'Jobs that wait for the relay',
      entente_outbox_oldest_seconds: 'Age of the oldest of them',
      entente_dead_letters: 'Jobs that failed for good and wait for an operator',
      entente_seal_lag_seconds: 'For how long the oldest audit record waits for its seal',
    },
    async () => {
      const outbox = await asRelay(database, (db) => findOutboxFigures(db, clock()))
      return {
        entente_outbox_waiting: outbox.waiting,
        entente_outbox_oldest_seconds: outbox.oldestSeconds,
        entente_dead_letters: outbox.deadLetters,
        entente_seal_lag_seconds: await asSealer(database, (db) => findSealLag(db, clock())),
      }
    },
  )
  const count = (job: ReceivedJob, outcome: Outcome, startedAt: number) => {
    const name = Object.hasOwn(jobs, job.name) ? job.name : 'unknown'
    durations.observe({ name, outcome }, (performance.now() - startedAt) / 1000)
    if (name.startsWith('mail.')) mails.inc({ outcome: mailOutcomes[outcome] })
  }
  return {
    ...metrics,
    counting: (run) => async (job) => {
      const startedAt = performance.now()
      try {
        await run(job)
        count(job, 'done', startedAt)
      } catch (error) {
        const isFinal = error instanceof UnrecoverableError || job.isLastAttempt
        count(job, isFinal ? 'failed' : 'retried', startedAt)
        throw error
      }
    },
  }
}
