import { listWorkerPulses } from '@entente/db/core/worker-pulses'
import { listDeliveries, listJobsByName } from '@entente/db/operator/operator-queues'
import { lastDays } from '@entente/domain/mail/delivery-figures'
import { isSilent } from '@entente/domain/operator/overview'
import { queueNames, queueOf } from '@entente/queue/names'
import { operatorQuery } from '../core/operator-gates.ts'
import { t } from '../core/trpc.ts'

export const operatorQueues = t.router({
  /**
   * What waits in each queue, and what became of the mails of the last days. What the relay has moved on is counted by the
   * workers; each sees the same queue, so the latest report counts.
   */
  get: operatorQuery('instance.overview').query(async ({ ctx: { db, now } }) => {
    const jobs = await listJobsByName(db)
    const latest = (await listWorkerPulses(db)).find((worker) => !isSilent(worker, now))
    const days = lastDays(now)
    return {
      at: now,
      queues: queueNames.map((name) => {
        const own = jobs.filter((job) => queueOf(job.name) === name)
        const oldest = own.flatMap((job) => job.oldest ?? []).sort((a, b) => a.getTime() - b.getTime())[0]
        return {
          name,
          waiting: own.reduce((sum, job) => sum + job.waiting, 0),
          oldest: oldest ?? null,
          dead: own.reduce((sum, job) => sum + job.dead, 0),
          /** Null where no worker reports. */
          moved: latest?.facts.queues[name] ?? null,
        }
      }),
      days,
      deliveries: await listDeliveries(db, new Date(`${days.at(-1)}T00:00:00Z`), now),
    }
  }),
})
