import type { Feedback, MailStatus } from '@entente/domain/mail/mail-status'
import { sql } from 'kysely'
import type { Row } from '../core/row.ts'
import type * as schema from '../core/schema.gen.ts'
import type { RelayDb } from '../core/scopes.ts'

// A check constraint limits the status.
type Narrowed = { status: 'rendered' | 'sent' | 'failed' }

/**
 * A mail as it was first rendered, which every attempt sends. `keyGeneration` says which of its idempotency keys it is
 * sent with, `keyAt` when that key was first used; `linkVersion` is that of the link in its text, null for a mail whose
 * link has no version.
 */
export type MailDelivery = Pick<Row<schema.MailDelivery, Narrowed>, (typeof columns)[number]>

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

export type NewMail = Omit<MailDelivery, 'status' | 'keyGeneration' | 'keyAt'>

// A mail that was sent has no further attempt.
const nextAttempt = sql<number>`mail_delivery.attempts + (mail_delivery.status <> 'sent')::integer`

/** Counts an attempt at each of these mails and returns the rendered ones: a retry sends the same bytes. */
export const countAttempts = (db: RelayDb, ids: string[], now: Date): Promise<MailDelivery[]> =>
  db
    .updateTable('mailDelivery')
    .set({ attempts: nextAttempt, keyAt: sql<Date>`coalesce(mail_delivery.key_at, ${now})` })
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .returning(columns)
    .$narrowType<Narrowed>()
    .execute()

/**
 * Saves rendered mails with their first attempt. For a mail that is already there, counts the attempt and returns the
 * mail as it was first saved: a retry sends the same bytes.
 */
export async function insertDeliveries(db: RelayDb, mails: NewMail[], now: Date): Promise<MailDelivery[]> {
  // Arrays, because a statement that is the same for every number of mails is prepared once.
  const all = <C extends keyof NewMail>(column: C) => mails.map((mail) => mail[column])
  // A body that several mails have, such as those of one request, goes to the database once.
  const bodies = [...new Set([...all('bodyText'), ...all('bodyHtml')])]
  const placeOf = new Map(bodies.map((body, at) => [body, at + 1]))
  const places = (column: 'bodyText' | 'bodyHtml') => mails.map((mail) => placeOf.get(mail[column]))
  const { rows } = await sql<
    Pick<MailDelivery, 'id'>
  >`insert into "mail_delivery" (id, kind, message_id, sender,
      reply_to, recipient, subject, body_text, body_html, link_version, status, attempts, rendered_at, key_at)
    select id, kind, message_id, sender, reply_to, recipient, subject, body[text_place], body[html_place], link_version,
      'rendered', 1, ${now}, ${now}
    from (select ${bodies}::text[]) as bodies (body), unnest(${all('id')}::uuid[], ${all('kind')}::text[],
      ${all('messageId')}::text[], ${all('sender')}::text[], ${all('replyTo')}::text[], ${all('recipient')}::text[],
      ${all('subject')}::text[], ${places('bodyText')}::integer[], ${places('bodyHtml')}::integer[],
      ${all('linkVersion')}::integer[])
      as mail (id, kind, message_id, sender, reply_to, recipient, subject, text_place, html_place, link_version)
    on conflict (id) do nothing returning id`.execute(db)
  const inserted = new Set(rows.map(({ id }) => id))
  const repeated = mails.map(({ id }) => id).filter((id) => !inserted.has(id))
  return [
    ...mails
      .filter(({ id }) => inserted.has(id))
      .map((mail) => ({ ...mail, status: 'rendered' as const, keyGeneration: 0, keyAt: now })),
    ...(repeated.length > 0 ? await countAttempts(db, repeated, now) : []),
  ]
}

// A rendered mail waits to be sent, and a failed one may be retried. What was sent stays sent.
const unsent = ['rendered', 'failed']

export const markSent = (db: RelayDb, ids: string[], sentAt: Date): Promise<unknown> =>
  db
    .updateTable('mailDelivery')
    .set({ status: 'sent', sentAt })
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('status', 'in', unsent)
    .execute()

export const markFailed = (db: RelayDb, id: string, failure: string): Promise<unknown> =>
  db
    .updateTable('mailDelivery')
    .set({ status: 'failed', failure })
    .where('id', '=', id)
    .where('status', 'in', unsent)
    .execute()

/**
 * The mail under its next key, if an operator retried it since the present key was first used; otherwise undefined: a
 * mail that may have been sent is only repeated when an operator says so.
 */
export const renewKey = (db: RelayDb, id: string, now: Date): Promise<MailDelivery | undefined> =>
  db
    .updateTable('mailDelivery')
    .from('outbox')
    .set({ keyGeneration: sql<number>`mail_delivery.key_generation + 1`, keyAt: now })
    .where('mailDelivery.id', '=', id)
    .whereRef('outbox.id', '=', 'mailDelivery.id')
    .whereRef('outbox.retriedAt', '>', 'mailDelivery.keyAt')
    .returning(columns.map((column) => `mailDelivery.${column}` as const))
    .$narrowType<Narrowed>()
    .executeTakeFirst()

/** What each status means before the provider reports anything. */
const ownStatus = { rendered: 'queued', failed: 'unsent', sent: 'sent' } as const

/** Locks a mail that was reported on, and returns what is known of it and the job that it came from. */
export async function lockDelivery(db: RelayDb, id: string) {
  const row = await db
    .selectFrom('mailDelivery')
    .innerJoin('outbox', 'outbox.id', 'mailDelivery.id')
    .select(['mailDelivery.status', 'feedback', 'kind', 'outbox.data'])
    .$narrowType<Narrowed & { feedback: Feedback | null }>()
    .where('mailDelivery.id', '=', id)
    .forNoKeyUpdate('mailDelivery')
    .executeTakeFirst()
  if (!row) return undefined
  const { status, feedback, kind, data } = row
  const known: MailStatus = feedback ?? ownStatus[status]
  return { status: known, kind, data }
}

/** Saves the feedback of a locked mail. A reported mail was sent, even when the provider's response never arrived. */
export const saveFeedback = (
  db: RelayDb,
  id: string,
  { feedback, occurredAt }: { feedback: Feedback; occurredAt: Date },
): Promise<unknown> =>
  db
    .updateTable('mailDelivery')
    .set({
      feedback,
      feedbackAt: occurredAt,
      status: 'sent',
      sentAt: sql<Date>`coalesce(sent_at, ${occurredAt})`,
    })
    .where('id', '=', id)
    .execute()
