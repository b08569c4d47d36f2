import { newId } from './new-id.ts'
import type { RelayDb, Scoped } from './scopes.ts'

export type OutboxRow = { id: string; name: string; data: unknown; createdAt: Date }

/**
 * Records jobs in the caller's transaction: they exist if and only if the change does. An id that is already
 * there is left alone, so a handler that runs twice records its follow-ups once.
 */
export async function insertOutbox(
  db: Scoped<'partner' | 'customer' | 'auth' | 'operator'>,
  jobs: { id?: string | undefined; name: string; data: object }[],
  now: Date,
): Promise<void> {
  if (jobs.length === 0) return
  await db
    .insertInto('outbox')
    .values(
      jobs.map(({ id, name, data }) => ({
        id: id ?? newId(),
        name,
        data: JSON.stringify(data),
        createdAt: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The oldest jobs that wait, locked: two relays never take the same row. */
export const lockWaitingJobs = (db: RelayDb, limit: number): Promise<OutboxRow[]> =>
  db
    .selectFrom('outbox')
    .select(['id', 'name', 'data', 'createdAt'])
    .where('relayedAt', 'is', null)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()

export const markRelayed = (db: RelayDb, ids: string[], now: Date): Promise<unknown> =>
  db.updateTable('outbox').set({ relayedAt: now }).where('id', 'in', ids).execute()
