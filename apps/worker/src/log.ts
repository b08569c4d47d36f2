import { framesOf, withoutQuotes, wordsOf } from '@entente/process/error-fields'
import { logShape } from '@entente/process/log-shape'
import type { ReceivedJob } from '@entente/queue/bull'
import { UnrecoverableError } from 'bullmq'
import { type Logger, pino } from 'pino'
import type { Env } from './env.ts'
import type { Tools } from './handler.ts'
import { runJob } from './handlers.ts'

/** Reduces an error to ids and codes: the other fields of a database error quote rows (S13). */
const errorFields = (error: Error & { code?: unknown }) => ({
  type: error.name,
  message: wordsOf(error),
  code: error.code,
  stack: framesOf(error),
})

export const createLog = (env: Pick<Env, 'CLOUD' | 'LOG_LEVEL'>): Logger =>
  pino({
    level: env.LOG_LEVEL,
    ...logShape({ process: 'worker', cloud: env.CLOUD }),
    serializers: { err: errorFields },
  })

/** Logs an error of a part of the worker that recovers by itself. */
export const faultsOf =
  (log: Logger, part: string) =>
  (error: Error): void =>
    log.warn({ part, err: error }, 'a part of the worker failed and goes on')

/** Runs jobs and logs one line for each: id, name and outcome. */
export const withLog =
  (log: Logger, tools: Tools) =>
  async (job: ReceivedJob): Promise<void> => {
    const own = log.child({ job: job.id, name: job.name })
    const startedAt = performance.now()
    try {
      await runJob(tools, job)
      own.info({ ms: Math.round(performance.now() - startedAt) }, 'done')
    } catch (error) {
      const isFinal = error instanceof UnrecoverableError || job.isLastAttempt
      own[isFinal ? 'error' : 'warn']({ err: error, isFinal }, 'failed')
      // The queue stores the message and shows it to operators.
      throw withoutQuotes(error)
    }
  }
