// Reads of lists from a replica that answer as the primary would.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Database, engineOf } from './database.ts'
import { isUnavailable } from './unavailable.ts'

/** How often, and how many milliseconds apart, a replica is asked for what the primary had: it is mostly that little behind. */
const tries = 3
const pauseMs = 4
/** A replica that does not answer in this time is left alone for a while, so that it does not slow each list down. */
const answerMsMax = 250
const restMs = 2000

type Answer = 'there' | 'behind' | 'away'

/** Until when each replica is left alone. */
const resting = new WeakMap<Database, number>()

/**
 * Reads from the replica once it has all that the primary had written at `position`, so also all that the person who asks, or
 * anybody else, had been told was done. Reads from the primary where there is no replica, where it is away or too far behind,
 * and where its recovery ends the read. `read` may run twice, so it changes nothing.
 */
export async function fromReplica<T>(
  database: Database,
  position: string | null,
  read: (from: Database) => Promise<T>,
): Promise<T> {
  const { replica } = engineOf(database)
  if (!replica || position === null || (resting.get(replica) ?? 0) > performance.now()) return read(database)
  if (!(await isAt(replica, position))) return read(database)
  try {
    return await read(replica)
  } catch (error) {
    if (!isUnavailable(error) && !isEndedByRecovery(error)) throw error
    return read(database)
  }
}

async function isAt(replica: Database, position: string): Promise<boolean> {
  for (let asked = 0; asked < tries; asked++) {
    if (asked > 0) await sleep(pauseMs)
    const answer = await answerOf(replica, position)
    if (answer === 'away') {
      resting.set(replica, performance.now() + restMs)
      return false
    }
    if (answer === 'there') return true
  }
  return false
}

async function answerOf(replica: Database, position: string): Promise<Answer> {
  const waiting = new AbortController()
  const late = sleep<Answer>(answerMsMax, 'away', waiting).catch((): Answer => 'away')
  try {
    return await Promise.race([askWhether(replica, position), late])
  } finally {
    waiting.abort()
  }
}

/** A server that is no replica any more may have written what the primary does not know. */
async function askWhether(replica: Database, position: string): Promise<Answer> {
  try {
    const { rows } = await sql<{ isThere: boolean }>`
      select pg_is_in_recovery() and pg_last_wal_replay_lsn() >= ${position}::pg_lsn as is_there`.execute(
      engineOf(replica).kysely,
    )
    return rows[0]?.isThere ? 'there' : 'behind'
  } catch {
    return 'away'
  }
}

/** What the primary removes may end a read on a replica that still needs it. */
const isEndedByRecovery = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01')
