import type { Database } from '@entente/db/core/database'
import { lockWaitingJobs, markRelayed } from '@entente/db/core/outbox'
import { asRelay } from '@entente/db/core/scopes'
import type { JobQueues } from './bull.ts'
import { type Loop, startLoop } from './loop.ts'

const batchSize = 500

/**
 * Moves the oldest outbox rows that are due into the queues and returns how many. The rows stay locked until they are
 * marked, so that two relays never take the same one. After a crash in between they still wait, and adding them again
 * changes nothing, because their ids are already in the queue.
 */
export const relayOnce = (database: Database, queues: JobQueues, limit = batchSize): Promise<number> =>
  asRelay(database, async (db) => {
    const rows = await lockWaitingJobs(db, limit)
    if (rows.length === 0) return 0
    // Otherwise the queue would skip a retried job that it still holds as failed.
    await queues.removeFailed(rows.filter(({ retriedAt }) => retriedAt !== null))
    await queues.add(rows)
    await markRelayed(
      db,
      rows.map(({ id }) => id),
      new Date(),
    )
    return rows.length
  })

/** Relays until it is stopped: every 200 ms, and at once while batches are full. */
export const startRelay = (
  database: Database,
  queues: JobQueues,
  options: { onError: (error: Error) => void; limit?: number; idleMs?: number },
): Loop => {
  const { onError, limit = batchSize, idleMs = 200 } = options
  return startLoop({
    work: async () => (await relayOnce(database, queues, limit)) === limit,
    idleMs,
    onError,
  })
}
