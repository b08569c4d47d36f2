import type { ReceivedJob } from '@entente/queue/bull'
import { v5 } from 'uuid'

/**
 * The id and moment of a job that another job records for one account: the same on every run, so it is recorded once. The outbox
 * looks for an id in the week of the moment.
 */
export const followUp = ({ id, recordedAt }: Pick<ReceivedJob, 'id' | 'recordedAt'>, accountId: string) => ({
  id: v5(accountId, id),
  createdAt: recordedAt,
})
