import type { Database } from '@entente/db/core/database'
import { findTrace } from '@entente/db/core/outbox'
import { asRelay } from '@entente/db/core/scopes'
import { inSpan } from '@entente/process/trace'
import type { ReceivedJob } from '@entente/queue/bull'
import { jobs } from '@entente/queue/jobs'

type Run = (job: ReceivedJob) => Promise<void>

/** Runs each job as a span of the trace in which it was recorded. */
export const inJobSpan =
  (database: Database, run: Run): Run =>
  async (job) => {
    const parent = await asRelay(database, (db) => findTrace(db, job.id))
    const name = Object.hasOwn(jobs, job.name) ? job.name : 'unknown'
    return inSpan(`job ${name}`, { kind: 'job', parent, attributes: { 'entente.job': job.id } }, () =>
      run(job),
    )
  }
