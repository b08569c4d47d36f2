import type { Database } from '@entente/db/core/database'
import { lockDeadLetters, lockRelayedJobs, recordDeadLetters } from '@entente/db/core/dead-letters'
import { asRelay } from '@entente/db/core/scopes'
import type { JobQueues } from './bull.ts'
import { type Loop, startLoop } from './loop.ts'

const batchSize = 100

/**
 * Moves jobs that failed for good from the queues to their outbox rows, where operators see and retry them, and
 * answers how many. First the row is marked, then, once that is committed, the queue forgets the job: a crash in
 * between leaves both, and the next round forgets it. The rows are locked meanwhile, so that a retry comes before or
 * after and never in between.
 */
export async function moveDeadLetters(
  database: Database,
  queues: JobQueues,
  limit = batchSize,
): Promise<number> {
  let moved = 0
  for (let from = 0; ; ) {
    const ids = (await queues.listFailed(from, limit)).map(({ id }) => id)
    if (ids.length === 0) return moved
    await asRelay(database, async (db) => {
      // Asked again under the lock: a job that was retried meanwhile is another one now.
      const failed = await queues.findFailed(await lockRelayedJobs(db, ids))
      await recordDeadLetters(db, failed)
    })
    const dead = await asRelay(database, async (db) => {
      const locked = await lockDeadLetters(db, ids)
      await queues.removeFailed(locked)
      return locked.length
    })
    moved += dead
    // What stays is about to be relayed again; the next round takes what comes after it.
    if (dead < ids.length) from += limit
  }
}

/** Moves dead letters until it is stopped, every two seconds. */
export const startDeadLetters = (
  database: Database,
  queues: JobQueues,
  { onError, idleMs = 2000 }: { onError: (error: Error) => void; idleMs?: number },
): Loop =>
  startLoop({
    work: async () => {
      await moveDeadLetters(database, queues)
      return false
    },
    idleMs,
    onError,
  })
