import { context, propagation } from '@opentelemetry/api'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { sendBehind } from './batch.ts'
import { newId } from './new-id.ts'
import type { DB } from './schema.gen.ts'
import type { PartnerDb, RelayDb, Scoped } from './scopes.ts'
import { type Places, statementOfRows } from './statement.ts'

export type OutboxRow = { id: string; name: string; data: unknown; createdAt: Date }

/**
 * Records jobs behind the caller's writes, in its transaction: they exist if and only if the change does. An id that is already
 * there is left alone, so a handler that runs twice records its follow-ups once: it gives each the moment of the job that it
 * follows, because an id is looked for in the week of that moment. `waitSeconds`: how long the relay leaves them.
 */
export async function insertOutbox(
  db: Scoped<'partner' | 'customer' | 'auth' | 'inbound' | 'operator' | 'keeper' | 'rekeyer'>,
  jobs: { id?: string | undefined; createdAt?: Date | undefined; name: string; data: object }[],
  now: Date,
  waitSeconds = 0,
): Promise<void> {
  if (jobs.length === 0) return
  const rows = jobs.map(({ id, createdAt, name, data }) => ({
    id: id ?? newId(),
    name,
    data: JSON.stringify(data),
    createdAt: createdAt ?? now,
    trace: traceparent(),
    // What follows another job has waited only since now.
    waitSeconds: createdAt || waitSeconds > 0 ? waitSeconds : null,
  }))
  const insert = jobs.some(({ id }) => id) ? insertMissingJobs : insertJobs
  await sendBehind(db, insert(rows))
}

type JobRow = Pick<OutboxRow, 'id' | 'name' | 'createdAt'> & {
  data: string
  trace: string | null
  waitSeconds: number | null
}
const jobsOf = (db: Kysely<DB>, rows: Places<JobRow>[]) =>
  db.insertInto('outbox').values(
    rows.map(({ id, name, data, createdAt, trace, waitSeconds }) => ({
      ...{ id, name, data, createdAt, trace },
      notBefore: sql<Date>`clock_timestamp() + make_interval(secs => ${waitSeconds})`,
    })),
  )
const insertJobs = statementOfRows(jobsOf)
// `on conflict` looks each id up before it inserts.
const insertMissingJobs = statementOfRows((db, rows: Places<JobRow>[]) =>
  jobsOf(db, rows).onConflict((conflict) => conflict.doNothing()),
)

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

/**
 * Whether a job's time has come, by the database's clock: every process must agree on it, because a partner can withdraw
 * a mail until then.
 */
export const isDue = sql<boolean>`(outbox.not_before is null or outbox.not_before <= clock_timestamp())`

/** Milliseconds until the job with this id is due; null once its partner can no longer withdraw it. */
export const msUntilDue = (id: RawBuilder<unknown>) => sql<number | null>`(
  select extract(epoch from outbox.not_before - clock_timestamp())::float8 * 1000 from outbox where outbox.id = ${id})`

/** Deletes the partner's mails with these ids that are not due yet, and returns how many. */
export async function withdrawJobs(db: PartnerDb, ids: string[]): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('outbox').where('id', 'in', ids).executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Locks the oldest jobs that are due: two relays never take the same row. */
export const lockWaitingJobs = (
  db: RelayDb,
  limit: number,
): Promise<(OutboxRow & { retriedAt: Date | null })[]> =>
  db
    .selectFrom('outbox')
    .select(['id', 'name', 'data', 'createdAt', 'retriedAt'])
    .where('relayedAt', 'is', null)
    .where(isDue)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()

export const markRelayed = (db: RelayDb, ids: string[], now: Date): Promise<unknown> =>
  db.updateTable('outbox').set({ relayedAt: now }).where('id', 'in', ids).execute()
