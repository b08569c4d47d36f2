import { type DeliveryFigures, delayedMinutes } from '@entente/domain/mail/delivery-figures'
import { sql } from 'kysely'
import { isDue } from '../core/outbox.ts'
import type { OperatorDb } from '../core/scopes.ts'

/** How many jobs of each name wait for the relay and since when the oldest does, and how many failed for good. */
export async function listJobsByName(
  db: OperatorDb,
): Promise<{ name: string; waiting: number; oldest: Date | null; dead: number }[]> {
  const { rows } = await sql<{ name: string; waiting: number; oldest: Date | null; dead: number }>`
    select name, count(*) filter (where failed_at is null)::integer as waiting,
      min(coalesce(not_before, created_at)) filter (where failed_at is null) as oldest,
      count(*) filter (where failed_at is not null)::integer as dead
    from outbox where failed_at is not null or (relayed_at is null and ${isDue}) group by name`.execute(db)
  return rows
}

/** What became of the mails since a moment, by the day on which they were written, in UTC, and by kind. */
export async function listDeliveries(
  db: OperatorDb,
  since: Date,
  now: Date,
): Promise<(DeliveryFigures & { day: string; kind: string })[]> {
  const { rows } = await sql<DeliveryFigures & { day: string; kind: string }>`
    select to_char(rendered_at at time zone 'UTC', 'YYYY-MM-DD') as day, kind, count(*)::integer as all,
      count(*) filter (where status = 'sent')::integer as sent,
      count(*) filter (where feedback = 'delivered')::integer as delivered,
      count(*) filter (where status <> 'failed' and coalesce(sent_at, ${now})
        > rendered_at + make_interval(mins => ${delayedMinutes}))::integer as delayed,
      count(*) filter (where feedback = 'bounced')::integer as bounced,
      count(*) filter (where feedback = 'complained')::integer as complained,
      count(*) filter (where status = 'failed'
        or feedback in ('failed', 'suppressed', 'bounced', 'complained'))::integer as failed
    from mail_delivery where rendered_at >= ${since} group by 1, 2 order by 1 desc, 2`.execute(db)
  return rows
}
