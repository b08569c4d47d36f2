import { type RawBuilder, sql } from 'kysely'
import { isDue } from '../core/outbox.ts'
import type { RelayDb, SealerDb } from '../core/scopes.ts'

export type OutboxFigures = { waiting: number; oldestSeconds: number; deadLetters: number }

/** How many jobs wait for the relay, how long the oldest has waited, and how many failed for good. */
export async function findOutboxFigures(db: RelayDb, now: Date): Promise<OutboxFigures> {
  const { rows } = await sql<{ waiting: number; oldest: Date | null; deadLetters: number }>`
    select waiting, oldest, (select count(*)::integer from outbox where failed_at is not null) as dead_letters
    from (select count(*)::integer as waiting, min(coalesce(not_before, created_at)) as oldest
      from outbox where relayed_at is null and ${isDue}) own`.execute(db)
  const { waiting = 0, oldest = null, deadLetters = 0 } = rows[0] ?? {}
  return { waiting, oldestSeconds: secondsSince(oldest, now), deadLetters }
}

/** How many seconds the oldest audit record that the sealer has not come to has waited for its seal. */
export async function findSealLag(db: SealerDb, now: Date): Promise<number> {
  // Two look-ups in the index, and one row of each, so that PostgreSQL never joins all records with all seals.
  const oldestOf = (condition: RawBuilder<unknown>) => sql`
    (select occurred_at from audit_record record where ${condition}
      and not exists (select from audit_seal seal where seal.audit_id = record.id) order by transaction_id limit 1)`
  const late = sql`transaction_id = any((select open_transactions from audit_watermark)::xid8[])`
  const fresh = sql`transaction_id >= (select next_transaction from audit_watermark)
    and transaction_id < pg_snapshot_xmax(pg_current_snapshot())`
  const { rows } = await sql<{ oldest: Date | null }>`
    select min(occurred_at) as oldest from (${oldestOf(late)} union all ${oldestOf(fresh)}) waiting`.execute(
    db,
  )
  return secondsSince(rows[0]?.oldest ?? null, now)
}

const secondsSince = (moment: Date | null, now: Date): number =>
  moment ? Math.max(0, (now.getTime() - moment.getTime()) / 1000) : 0
