import { v5 } from 'uuid'

/**
 * The outbox id of the job that `jobId` records for one account. It is the same on every run, so the job is recorded
 * once.
 */
export const followUpId = (jobId: string, accountId: string): string => v5(accountId, jobId)
