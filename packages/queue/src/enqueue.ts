import { insertOutbox } from '@entente/db/core/outbox'
import type { Scoped } from '@entente/db/core/scopes'
import type { Job } from './jobs.ts'

/**
 * Records jobs in the caller's transaction, so that a job exists only if the change is committed. The relay then moves
 * them into the queue.
 */
export const enqueue = (
  db: Scoped<'partner' | 'customer' | 'auth' | 'inbound' | 'operator'>,
  jobs: Job[],
  now: Date,
): Promise<void> => insertOutbox(db, jobs, now)
