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

/** The mail as it was rendered first, if it was: only that is ever sent (design 7). */
export async function findDelivery(db: RelayDb, id: string): Promise<MailDelivery | undefined> {
  const row = await db
    .selectFrom('mailDelivery')
    .select([
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
    ])
    .where('id', '=', id)
    .executeTakeFirst()
  // A check constraint holds the status to the values of the type.
  return row as MailDelivery | undefined
}

/** Saves a rendered mail before its first attempt; a second rendering of the same id changes nothing. */
export const insertDelivery = (
  db: RelayDb,
  delivery: Omit<MailDelivery, 'status'>,
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('mailDelivery')
    .values({ ...delivery, status: 'rendered', renderedAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()

export const countAttempt = (db: RelayDb, id: string): Promise<unknown> =>
  db
    .updateTable('mailDelivery')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .execute()

export const markDelivery = (
  db: RelayDb,
  id: string,
  outcome: { status: 'sent'; sentAt: Date } | { status: 'failed'; failure: string },
): Promise<unknown> =>
  db.updateTable('mailDelivery').set(outcome).where('id', '=', id).where('status', '!=', 'sent').execute()
