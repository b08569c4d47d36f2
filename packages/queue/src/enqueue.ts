import { insertOutbox } from '@entente/db/core/outbox'
import type { Scoped } from '@entente/db/core/scopes'
import type { EnqueuingScope, Job } from './jobs.ts'

/**
 * Records jobs in the caller's transaction, so that a job exists only if the change is committed. The relay then moves
 * them into the queue, after `waitSeconds`.
 */
export const enqueue = (db: Scoped<EnqueuingScope>, jobs: Job[], now: Date, waitSeconds = 0): Promise<void> =>
  insertOutbox(db, jobs, now, waitSeconds)
