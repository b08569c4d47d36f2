import { sql } from 'kysely'
import { firstIdAt } from '../audit/audit-seals.ts'
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

const lookBackMs = 3_600_000

/** How many seconds the oldest unsealed audit record of the last hour has waited for its seal. */
export async function findSealLag(db: SealerDb, now: Date): Promise<number> {
  const row = await db
    .selectFrom('auditRecord')
    .leftJoin('auditSeal', 'auditSeal.auditId', 'auditRecord.id')
    .select('occurredAt')
    .where('auditSeal.auditId', 'is', null)
    .where('auditRecord.id', '>=', firstIdAt(new Date(now.getTime() - lookBackMs)))
    .orderBy('auditRecord.id')
    .limit(1)
    .executeTakeFirst()
  return secondsSince(row?.occurredAt ?? null, now)
}

const secondsSince = (moment: Date | null, now: Date): number =>
  moment ? Math.max(0, (now.getTime() - moment.getTime()) / 1000) : 0
