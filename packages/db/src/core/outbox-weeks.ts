import { sql } from 'kysely'
import { isHeldUp } from './run-migrations.ts'
import { inSavepoint } from './savepoint.ts'
import type { KeeperDb, PartitionerDb, Scope, Scoped } from './scopes.ts'

/** Makes this week's part of the outbox and those of the next four where they are missing, and returns how many. */
export const addOutboxWeeks = (db: PartitionerDb): Promise<number> =>
  unlessHeldUp(db, async () => {
    const { rows } = await sql<{ added: number }>`select add_outbox_weeks() as added`.execute(db)
    return rows[0]?.added ?? 0
  })

/** Drops the oldest week of the outbox that has been kept long enough, and returns how many rows went with it. */
export const dropOutboxWeek = (db: KeeperDb): Promise<number> =>
  unlessHeldUp(db, async () => {
    const { rows } = await sql<{ dropped: string }>`select drop_outbox_week() as dropped`.execute(db)
    return Number(rows[0]?.dropped ?? 0)
  })

/**
 * Both lock the whole outbox, and every write waits behind a lock that waits. So they wait for less than a second, and try again
 * in the next hour.
 */
const unlessHeldUp = async (db: Scoped<Scope>, work: () => Promise<number>): Promise<number> => {
  await sql`select set_config('lock_timeout', '800', true)`.execute(db)
  try {
    return await inSavepoint(db, work)
  } catch (error) {
    if (isHeldUp(error)) return 0
    throw error
  } finally {
    await sql`select set_config('lock_timeout', '0', true)`.execute(db)
  }
}
