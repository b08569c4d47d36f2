import { framesOf, withoutQuotes, wordsOf } from '@entente/process/error-fields'
import type { ReceivedJob } from '@entente/queue/bull'
import { UnrecoverableError } from 'bullmq'
import { type Logger, pino } from 'pino'
import type { Env } from './env.ts'
import type { Tools } from './handler.ts'
import { runJob } from './handlers.ts'

/** Ids and codes only. An error is reduced to these fields: a database error's others quote rows (S13). */
const errorFields = (error: Error & { code?: unknown }) => ({
  type: error.name,
  message: wordsOf(error),
  code: error.code,
  stack: framesOf(error),
})

export const createLog = (env: Pick<Env, 'CLOUD' | 'LOG_LEVEL'>): Logger =>
  pino({
    level: env.LOG_LEVEL,
    base: { process: 'worker', cloud: env.CLOUD },
    serializers: { err: errorFields },
  })

/** Says what went wrong in a part of the process that goes on by itself. */
export const faultsOf =
  (log: Logger, part: string) =>
  (error: Error): void =>
    log.warn({ part, err: error }, 'a part of the worker failed and goes on')

/** Runs jobs with a line for each: its id, name and outcome. */
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
      // The queue keeps its words and shows them to operators.
      throw withoutQuotes(error)
    }
  }
