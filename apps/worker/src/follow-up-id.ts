import { v5 } from 'uuid'

/** The outbox id of what a job records for one account: the same every time, so it is recorded once. */
export const followUpId = (jobId: string, accountId: string): string => v5(accountId, jobId)
