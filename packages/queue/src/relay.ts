import type { Database } from '@entente/db/core/database'
import { lockWaitingJobs, markRelayed } from '@entente/db/core/outbox'
import { asRelay } from '@entente/db/core/scopes'
import type { JobQueues } from './bull.ts'
import { type Loop, startLoop } from './loop.ts'

const batchSize = 500

/**
 * Moves the oldest waiting outbox rows into the queues and answers how many. The rows stay locked until they are
 * marked, so two relays never take the same one; a crash in between leaves them waiting, and adding them again
 * changes nothing, because their ids are already there (design 6).
 */
export const relayOnce = (database: Database, queues: JobQueues, limit = batchSize): Promise<number> =>
  asRelay(database, async (db) => {
    const rows = await lockWaitingJobs(db, limit)
    if (rows.length === 0) return 0
    // A retried job that the queue still knows as failed would be left alone as one that is already there.
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
