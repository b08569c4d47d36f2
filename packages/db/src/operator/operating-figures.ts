import { sql } from 'kysely'
import type { RelayDb, SealerDb } from '../core/scopes.ts'

export type OutboxFigures = { waiting: number; oldestSeconds: number; deadLetters: number }

/** How many jobs wait for the relay, how long the oldest has waited, and how many failed for good. */
export async function findOutboxFigures(db: RelayDb, now: Date): Promise<OutboxFigures> {
  const { rows } = await sql<{ waiting: number; oldest: Date | null; deadLetters: number }>`
    select waiting, oldest, (select count(*)::integer from outbox where failed_at is not null) as dead_letters
    from (select count(*)::integer as waiting, min(created_at) as oldest from outbox where relayed_at is null) own`.execute(
    db,
  )
  const { waiting = 0, oldest = null, deadLetters = 0 } = rows[0] ?? {}
  return { waiting, oldestSeconds: secondsSince(oldest, now), deadLetters }
}

/** How many seconds the oldest audit record that the sealer has not come to has waited for its seal. */
export async function findSealLag(db: SealerDb, now: Date): Promise<number> {
  const { rows } = await sql<{ oldest: Date | null }>`
    with waiting as (
      (select record.id, occurred_at from audit_record record, audit_watermark
        where transaction_id = any(open_transactions))
      union all
      (select id, occurred_at from audit_record
        where transaction_id >= (select next_transaction from audit_watermark)
          and transaction_id < pg_snapshot_xmax(pg_current_snapshot())
        order by transaction_id limit 1))
    select min(occurred_at) as oldest from waiting
    where not exists (select from audit_seal seal where seal.audit_id = waiting.id)`.execute(db)
  return secondsSince(rows[0]?.oldest ?? null, now)
}

const secondsSince = (moment: Date | null, now: Date): number =>
  moment ? Math.max(0, (now.getTime() - moment.getTime()) / 1000) : 0
