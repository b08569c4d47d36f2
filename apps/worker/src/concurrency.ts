import { jobsAtOnce, mailsAtOnce, ordersAtOnce } from '@entente/domain/core/setting'
import type { ReceivedJob } from '@entente/queue/bull'
import { fewAtOnce } from '@entente/queue/few-at-once'
import type { JobName } from '@entente/queue/jobs'
import { queueOf } from '@entente/queue/names'
import type { Env } from './env.ts'

/**
 * How many jobs that share transactions are under way for each that does not, or for each mail that is with the provider: the more
 * share one, the less each costs.
 */
const sharingForEach = 4

/** Follow-ups that share transactions (`together.ts`). */
const sharing: ReadonlySet<string> = new Set<JobName>([
  'relationship.accepted',
  'customer.privileges-granted',
])

/** Jobs that one process runs at once, by queue. */
export const concurrencyOf = (env: Pick<Env, 'MAILS_AT_ONCE' | 'JOBS_AT_ONCE' | 'ORDERS_AT_ONCE'>) => ({
  mail: sharingForEach * env.MAILS_AT_ONCE,
  'follow-up': sharingForEach * env.JOBS_AT_ONCE,
  provisioning: env.ORDERS_AT_ONCE,
})

/** The usual ones. */
export const concurrency = concurrencyOf({
  MAILS_AT_ONCE: mailsAtOnce.parse(undefined),
  JOBS_AT_ONCE: jobsAtOnce.parse(undefined),
  ORDERS_AT_ONCE: ordersAtOnce.parse(undefined),
})

type Run = (job: ReceivedJob) => Promise<void>

/** Runs at most `most` follow-ups at once that share no transactions: an export keeps a connection and a processor busy. */
export function withFewAlone(run: Run, most: number): Run {
  const alone = fewAtOnce(run, most)
  return (job) => (queueOf(job.name) === 'follow-up' && !sharing.has(job.name) ? alone(job) : run(job))
}
