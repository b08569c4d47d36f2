import type { ReceivedJob } from '@entente/queue/bull'
import { v5 } from 'uuid'

/**
 * What tells a job that another one records for one account from all others: the same id and the same moment on every run, so
 * that it is recorded once. The outbox looks for an id in the week of the moment.
 */
export const followUp = ({ id, recordedAt }: Pick<ReceivedJob, 'id' | 'recordedAt'>, accountId: string) => ({
  id: v5(accountId, id),
  createdAt: recordedAt,
})
