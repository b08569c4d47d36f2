import { type Feedback, replacedBy } from '@entente/domain/mail/mail-status'
import { sql } from 'kysely'
import type { RelayDb } from '../core/scopes.ts'

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
  /** Which of its idempotency keys the mail is sent with, and when that key was first used. */
  keyGeneration: number
  keyAt: Date | null
  /** The version of the link in the rendered text; null for mails whose links have no version. */
  linkVersion: number | null
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
  'keyGeneration',
  'keyAt',
  'linkVersion',
] as const

// A mail that was sent has no further attempt.
const nextAttempt = sql<number>`mail_delivery.attempts + (mail_delivery.status <> 'sent')::integer`

/** Counts an attempt at each of these mails and returns the rendered ones: a retry sends the same bytes. */
export async function countAttempts(db: RelayDb, ids: string[], now: Date): Promise<MailDelivery[]> {
  const rows = await db
    .updateTable('mailDelivery')
    .set({ attempts: nextAttempt, keyAt: sql<Date>`coalesce(mail_delivery.key_at, ${now})` })
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .returning(columns)
    .execute()
  // A check constraint limits the status to the values of the type.
  return rows as MailDelivery[]
}

/**
 * Saves rendered mails with their first attempt. For a mail that is already there, counts the attempt and returns the
 * mail as it was first saved: a retry sends the same bytes.
 */
export async function insertDeliveries(
  db: RelayDb,
  deliveries: Omit<MailDelivery, 'status' | 'keyGeneration' | 'keyAt'>[],
  now: Date,
): Promise<MailDelivery[]> {
  const first = { status: 'rendered', attempts: 1, renderedAt: now, keyAt: now }
  const rows = await db
    .insertInto('mailDelivery')
    .values(deliveries.map((delivery) => ({ ...delivery, ...first })))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        attempts: nextAttempt,
        keyAt: sql<Date>`coalesce(mail_delivery.key_at, excluded.key_at)`,
      }),
    )
    .returning(columns)
    .execute()
  return rows as MailDelivery[]
}

export const markSent = (db: RelayDb, ids: string[], sentAt: Date): Promise<unknown> =>
  db
    .updateTable('mailDelivery')
    .set({ status: 'sent', sentAt })
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('status', '!=', 'sent')
    .execute()

export const markFailed = (db: RelayDb, id: string, failure: string): Promise<unknown> =>
  db
    .updateTable('mailDelivery')
    .set({ status: 'failed', failure })
    .where('id', '=', id)
    .where('status', '!=', 'sent')
    .execute()

/**
 * The mail under its next key, if an operator retried it since the present key was first used; otherwise undefined: a
 * mail that may have been sent is only repeated when an operator says so.
 */
export async function renewKey(db: RelayDb, id: string, now: Date): Promise<MailDelivery | undefined> {
  const row = await db
    .updateTable('mailDelivery')
    .from('outbox')
    .set({ keyGeneration: sql<number>`mail_delivery.key_generation + 1`, keyAt: now })
    .where('mailDelivery.id', '=', id)
    .whereRef('outbox.id', '=', 'mailDelivery.id')
    .whereRef('outbox.retriedAt', '>', 'mailDelivery.keyAt')
    .returning(columns.map((column) => `mailDelivery.${column}` as const))
    .executeTakeFirst()
  return row as MailDelivery | undefined
}

/**
 * Saves what the provider reports about a mail unless more is known already (`replacedBy`), and returns what is known
 * now and the job that the mail came from. A reported mail was sent, even when the provider's response never arrived.
 */
export async function saveFeedback(
  db: RelayDb,
  id: string,
  { feedback, occurredAt }: { feedback: Feedback; occurredAt: Date },
) {
  await db
    .updateTable('mailDelivery')
    .set({
      feedback,
      feedbackAt: occurredAt,
      status: 'sent',
      sentAt: sql<Date>`coalesce(sent_at, ${occurredAt})`,
    })
    .where('id', '=', id)
    .where(({ eb, or }) => or([eb('feedback', 'is', null), eb('feedback', 'in', replacedBy(feedback))]))
    .execute()
  const row = await db
    .selectFrom('mailDelivery')
    .innerJoin('outbox', 'outbox.id', 'mailDelivery.id')
    .select(['feedback', 'kind', 'outbox.data'])
    .where('mailDelivery.id', '=', id)
    .executeTakeFirst()
  return row as { feedback: Feedback; kind: string; data: unknown } | undefined
}
