import type { Database } from '@entente/db/core/database'
import { lockDeadLetters, lockRelayedJobs, recordDeadLetters } from '@entente/db/core/dead-letters'
import { asRelay } from '@entente/db/core/scopes'
import type { JobQueues } from './bull.ts'
import { type Loop, startLoop } from './loop.ts'

const batchSize = 100

/**
 * Moves jobs that failed for good from the queues to their outbox rows, where operators see and retry them, and returns
 * how many. It first marks the row and then, once that is committed, removes the job from the queue: a crash in between
 * leaves both, and the next round removes the job. Each step locks the rows, so that a retry comes before or after it
 * and never in between.
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
      // Checked again under the lock, because a job may have been retried since it was listed.
      const failed = await queues.findFailed(await lockRelayedJobs(db, ids))
      await recordDeadLetters(db, failed)
    })
    const dead = await asRelay(database, async (db) => {
      const locked = await lockDeadLetters(db, ids)
      await queues.removeFailed(locked)
      return locked.length
    })
    moved += dead
    // Jobs that stay are about to be relayed again; the next page begins after them.
    if (dead < ids.length) from += limit
  }
}

/** Moves dead letters every two seconds until it is stopped. */
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
