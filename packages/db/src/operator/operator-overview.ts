import { countDeadLetters } from '../core/dead-letters.ts'
import { isDue } from '../core/outbox.ts'
import type { OperatorDb } from '../core/scopes.ts'

/** How many mails were rendered since a moment, by their status and the provider's feedback. */
export async function countMails(db: OperatorDb, since: Date) {
  const rows = await db
    .selectFrom('mailDelivery')
    .select((eb) => ['status', 'feedback', eb.fn.countAll<string>().as('count')])
    .where('renderedAt', '>=', since)
    .groupBy(['status', 'feedback'])
    .execute()
  return rows.map(({ count, ...row }) => ({ ...row, count: Number(count) }))
}

/** How many jobs wait for the relay, since when the oldest one does, and how many failed for good. */
export async function readOutbox(db: OperatorDb) {
  const { all: deadLetters, mails: deadMails } = await countDeadLetters(db)
  const waiting = await db
    .selectFrom('outbox')
    .select((eb) => [
      eb.fn.countAll<string>().as('count'),
      eb.fn.min<Date | null>(eb.fn.coalesce('notBefore', 'createdAt')).as('oldest'),
    ])
    .where('relayedAt', 'is', null)
    .where('failedAt', 'is', null)
    .where(isDue)
    .executeTakeFirstOrThrow()
  return {
    waiting: Number(waiting.count),
    oldest: waiting.oldest,
    deadLetters,
    deadMails,
  }
}
