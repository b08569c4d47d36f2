import { listWorkerPulses } from '@entente/db/core/worker-pulses'
import { countMails, readOutbox } from '@entente/db/operator/operator-overview'
import { operatorQuery } from '../core/operator-gates.ts'
import { t } from '../core/trpc.ts'

const dayMs = 86_400_000

export const operatorOverview = t.router({
  /** The state of the instance: mails of the last day, waiting jobs, dead letters and workers. */
  get: operatorQuery('instance.overview').query(async ({ ctx: { db, now } }) => ({
    at: now,
    mails: await countMails(db, new Date(now.getTime() - dayMs)),
    outbox: await readOutbox(db),
    workers: await listWorkerPulses(db),
  })),
})
