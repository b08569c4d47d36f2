import type { Id } from '@entente/domain/core/id'
import type { DeadLetterKind } from '@entente/domain/operator/operator-list'
import { sql } from 'kysely'
import { pageOf, readCursor } from './cursor.ts'
import type { OperatorDb, RelayDb } from './scopes.ts'

/** A job that failed for good and waits for an operator: its name and a reason in codes, never its data. */
export type DeadLetter = {
  id: string
  name: string
  createdAt: Date
  failedAt: Date
  failure: string
  /** When it was last retried without success. */
  retriedAt: Date | null
  retriedBy: Id<'account'> | null
}

/** Locks the jobs among these ids that are in a queue, so that nobody retries or relays them meanwhile. */
export const lockRelayedJobs = (db: RelayDb, ids: string[]): Promise<{ id: string; name: string }[]> =>
  db
    .selectFrom('outbox')
    .select(['id', 'name'])
    .where('id', 'in', ids)
    .where('relayedAt', 'is not', null)
    .where('failedAt', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()

/** Locks the jobs among these ids that are dead letters. */
export const lockDeadLetters = (db: RelayDb, ids: string[]): Promise<{ id: string; name: string }[]> =>
  db
    .selectFrom('outbox')
    .select(['id', 'name'])
    .where('id', 'in', ids)
    .where('failedAt', 'is not', null)
    .orderBy('id')
    .forUpdate()
    .execute()

export async function recordDeadLetters(
  db: RelayDb,
  failed: { id: string; failure: string; failedAt: Date }[],
): Promise<void> {
  for (const { id, failure, failedAt } of failed)
    await db.updateTable('outbox').set({ failure, failedAt }).where('id', '=', id).execute()
}

/** One page of dead letters, newest first. */
export async function listDeadLetters(
  db: OperatorDb,
  { kind, cursor, limit }: { kind?: DeadLetterKind | undefined; cursor?: string | undefined; limit: number },
): Promise<{ rows: DeadLetter[]; nextCursor: string | null }> {
  const before = readCursor(cursor, ['time', 'id'])
  const rows = await db
    .selectFrom('outbox')
    .select(['id', 'name', 'createdAt', 'failedAt', 'failure', 'retriedAt', 'retriedBy'])
    .where('failedAt', 'is not', null)
    .$if(kind !== undefined, (query) => query.where('name', kind === 'mails' ? 'like' : 'not like', 'mail.%'))
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(failed_at, id) < (${before?.[0]}::timestamptz, ${before?.[1]}::uuid)`),
    )
    .orderBy('failedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const { page, nextCursor } = pageOf(rows as DeadLetter[], limit, (last) => [
    last.failedAt.toISOString(),
    last.id,
  ])
  return { rows: page, nextCursor }
}

/** How many jobs failed for good, and how many of them are mails. */
export async function countDeadLetters(db: OperatorDb): Promise<{ all: number; mails: number }> {
  const { rows } = await sql<{ all: number; mails: number }>`
    select count(*)::integer as all, count(*) filter (where name like 'mail.%')::integer as mails
    from outbox where failed_at is not null`.execute(db)
  return rows[0] ?? { all: 0, mails: 0 }
}

/** Lets a dead letter be relayed again under its own id; false when it is none, because it was just retried, say. */
export async function retryJob(db: OperatorDb, id: string, by: Id<'account'>, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ relayedAt: null, failedAt: null, failure: null, retriedAt: now, retriedBy: by })
    .where('id', '=', id)
    .where('failedAt', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
