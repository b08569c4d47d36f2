import { sql } from 'kysely'
import type { RelayDb } from './scopes.ts'

export type MailDelivery = {
  id: string
  kind: string
  messageId: string
  sender: string
  replyTo: string | null
  recipient: string
  subject: string
  bodyText: string
  bodyHtml: string
  status: 'rendered' | 'sent' | 'failed'
}

const columns = [
  'id',
  'kind',
  'messageId',
  'sender',
  'replyTo',
  'recipient',
  'subject',
  'bodyText',
  'bodyHtml',
  'status',
] as const

// A mail that was sent has no further attempt.
const nextAttempt = sql<number>`mail_delivery.attempts + (mail_delivery.status <> 'sent')::integer`

/** Counts an attempt and answers the mail as it was rendered first, if it was: only that is ever sent (design 7). */
export async function countAttempt(db: RelayDb, id: string): Promise<MailDelivery | undefined> {
  const row = await db
    .updateTable('mailDelivery')
    .set({ attempts: nextAttempt })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst()
  // A check constraint holds the status to the values of the type.
  return row as MailDelivery | undefined
}

/** Saves a rendered mail with its first attempt; if another rendering of the same id came first, that one counts. */
export async function insertDelivery(
  db: RelayDb,
  delivery: Omit<MailDelivery, 'status'>,
  now: Date,
): Promise<MailDelivery> {
  const row = await db
    .insertInto('mailDelivery')
    .values({ ...delivery, status: 'rendered', attempts: 1, renderedAt: now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ attempts: nextAttempt }))
    .returning(columns)
    .executeTakeFirstOrThrow()
  return row as MailDelivery
}

export const markDelivery = (
  db: RelayDb,
  id: string,
  outcome: { status: 'sent'; sentAt: Date } | { status: 'failed'; failure: string },
): Promise<unknown> =>
  db.updateTable('mailDelivery').set(outcome).where('id', '=', id).where('status', '!=', 'sent').execute()
