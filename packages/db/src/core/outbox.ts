import { context, propagation } from '@opentelemetry/api'
import { newId } from './new-id.ts'
import type { RelayDb, Scoped } from './scopes.ts'

export type OutboxRow = { id: string; name: string; data: unknown; createdAt: Date }

/**
 * Records jobs in the caller's transaction: they exist if and only if the change does. An id that is already
 * there is left alone, so a handler that runs twice records its follow-ups once.
 */
export async function insertOutbox(
  db: Scoped<'partner' | 'customer' | 'auth' | 'inbound' | 'operator' | 'keeper'>,
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
        trace: traceparent(),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The W3C Trace Context of the request, so that the job continues its trace; null without tracing. */
function traceparent(): string | null {
  const carrier: { traceparent?: string } = {}
  propagation.inject(context.active(), carrier)
  return carrier.traceparent ?? null
}

/** The trace in which a job was recorded. */
export async function findTrace(db: RelayDb, id: string): Promise<string | null> {
  const row = await db.selectFrom('outbox').select('trace').where('id', '=', id).executeTakeFirst()
  return row?.trace ?? null
}

/** Locks the oldest jobs that wait: two relays never take the same row. */
export const lockWaitingJobs = (
  db: RelayDb,
  limit: number,
): Promise<(OutboxRow & { retriedAt: Date | null })[]> =>
  db
    .selectFrom('outbox')
    .select(['id', 'name', 'data', 'createdAt', 'retriedAt'])
    .where('relayedAt', 'is', null)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()

export const markRelayed = (db: RelayDb, ids: string[], now: Date): Promise<unknown> =>
  db.updateTable('outbox').set({ relayedAt: now }).where('id', 'in', ids).execute()
