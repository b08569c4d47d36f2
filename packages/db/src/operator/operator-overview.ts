import { countDeadLetters } from '../core/dead-letters.ts'
import type { OperatorDb } from '../core/scopes.ts'

/** How many mails were rendered since a moment, by what became of them and what the provider tells of them. */
export async function countMails(db: OperatorDb, since: Date) {
  const rows = await db
    .selectFrom('mailDelivery')
    .select((eb) => ['status', 'feedback', eb.fn.countAll<string>().as('count')])
    .where('renderedAt', '>=', since)
    .groupBy(['status', 'feedback'])
    .execute()
  return rows.map(({ count, ...row }) => ({ ...row, count: Number(count) }))
}

/** What waits to be relayed, since when, and what failed for good. */
export async function readOutbox(db: OperatorDb) {
  const waiting = await db
    .selectFrom('outbox')
    .select((eb) => [eb.fn.countAll<string>().as('count'), eb.fn.min('createdAt').as('oldest')])
    .where('relayedAt', 'is', null)
    .where('failedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return {
    waiting: Number(waiting.count),
    // No row, no oldest: the builder types `min` without its null.
    oldest: waiting.oldest as Date | null,
    deadLetters: await countDeadLetters(db),
  }
}
