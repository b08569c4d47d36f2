import { jobsAtOnce, mailsAtOnce, ordersAtOnce } from '@entente/domain/core/setting'
import type { Env } from './env.ts'

/**
 * How many mails are read, saved and marked for each that is with the provider: those under way share transactions, and the
 * more share one, the less each costs.
 */
const preparedForEach = 4

/** Jobs that one process runs at once, by queue. */
export const concurrencyOf = (env: Pick<Env, 'MAILS_AT_ONCE' | 'JOBS_AT_ONCE' | 'ORDERS_AT_ONCE'>) => ({
  mail: preparedForEach * env.MAILS_AT_ONCE,
  'follow-up': env.JOBS_AT_ONCE,
  provisioning: env.ORDERS_AT_ONCE,
})

/** The usual ones. */
export const concurrency = concurrencyOf({
  MAILS_AT_ONCE: mailsAtOnce.parse(undefined),
  JOBS_AT_ONCE: jobsAtOnce.parse(undefined),
  ORDERS_AT_ONCE: ordersAtOnce.parse(undefined),
})
