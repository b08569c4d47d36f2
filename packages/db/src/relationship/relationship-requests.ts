import type { Id } from '@entente/domain/core/id'
import type { Locale } from '@entente/domain/core/locale'
import { type MailStatus, replacedBy } from '@entente/domain/mail/mail-status'
import type { RecordedParagraph } from '@entente/domain/relationship/relationship-request'
import { sql } from 'kysely'
import { sendBehind } from '../core/batch.ts'
import { msUntilDue } from '../core/outbox.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { foundBy } from '../core/search.ts'
import { textColumns, withParagraphs } from './request-text.ts'

export type RelationshipRequest = {
  id: Id<'request'>
  partnerId: Id<'organisation'>
  linkId: Id<'link'>
  kind: 'prepared' | 'sent'
  authorId: Id<'account'>
  authorName: string
  subject: string
  /** Empty once the text is no longer kept. */
  paragraphs: RecordedParagraph[]
  templateSubject: string | null
  /** Whom a prepared request is for, in its author's words. */
  preparedFor: string | null
  /** The customer that is asked for missing privileges. */
  relationshipId: Id<'relationship'> | null
  language: Locale
  withPrivileges: boolean
  createdAt: Date
}

export type Recipient = {
  id: Id<'recipient'>
  requestId: Id<'request'>
  address: string
  status: MailStatus
  statusAt: Date
  /** What the answer made: a relationship with a customer, or a partnership with a reseller. */
  relationshipId: Id<'relationship'> | null
  partnershipId: Id<'partnership'> | null
  acceptedAt: Date | null
  /** Of the company that accepted. */
  customerName: string | null
  /** The recipient whose address this one corrects. */
  replacesId: Id<'recipient'> | null
  /** When its mail was recorded; null in rows older than this column, whose mails are as old as their request. */
  createdAt: Date | null
  /** The partner's own, such as a ticket number. */
  reference: string | null
  /** How long its mail can still be withdrawn; null once it cannot. */
  undoMs: number | null
}

export const requestColumns = [
  'id',
  'partnerId',
  'linkId',
  'kind',
  'authorId',
  'authorName',
  'subject',
  'body',
  'paragraphs',
  'templateSubject',
  'preparedFor',
  'relationshipId',
  'language',
  'withPrivileges',
  'createdAt',
] as const

/** What every new recipient has, whether its mail is the first one of its request or follows another. */
export const newRecipient = (
  partnerId: Id<'organisation'>,
  recipient: Pick<Recipient, 'id' | 'address' | 'reference'> & { requestId: Id<'request'> },
  now: Date,
) => ({
  ...recipient,
  ...foundBy(recipient.address, recipient.reference),
  partnerId,
  status: 'queued',
  statusAt: now,
  createdAt: now,
})

export const insertRequest = (
  db: PartnerDb,
  { paragraphs, ...request }: RelationshipRequest,
): Promise<unknown> =>
  sendBehind(
    db,
    db.insertInto('relationshipRequest').values({
      ...request,
      ...textColumns(paragraphs),
      ...foundBy(request.preparedFor),
    }),
  )

export const insertRecipients = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  requestId: Id<'request'>,
  recipients: Pick<Recipient, 'id' | 'address' | 'reference'>[],
  now: Date,
): Promise<unknown> =>
  sendBehind(
    db,
    db
      .insertInto('requestRecipient')
      .values(recipients.map((recipient) => newRecipient(partnerId, { ...recipient, requestId }, now))),
  )

export async function findRequest(db: PartnerDb, partnerId: Id<'organisation'>, id: Id<'request'>) {
  const row = await db
    .selectFrom('relationshipRequest')
    .select(requestColumns)
    .where('partnerId', '=', partnerId)
    .where('id', '=', id)
    .executeTakeFirst()
  // Check constraints limit kind and language to the values of the type.
  return row && (withParagraphs(row) as RelationshipRequest)
}

/** The recipients of several requests, with the acceptance that followed. */
export async function listRecipients(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  requestIds: Id<'request'>[],
): Promise<Recipient[]> {
  if (requestIds.length === 0) return []
  const rows = await db
    .selectFrom('requestRecipient')
    .leftJoin('relationship', (join) =>
      join
        .onRef('relationship.id', '=', 'requestRecipient.relationshipId')
        .onRef('relationship.partnerId', '=', 'requestRecipient.partnerId'),
    )
    .leftJoin('partnership', 'partnership.id', 'requestRecipient.partnershipId')
    .leftJoin('organisation as reseller', 'reseller.id', 'partnership.resellerId')
    .select([
      'requestRecipient.id',
      'requestId',
      'address',
      'requestRecipient.status',
      'statusAt',
      'relationshipId',
      'acceptedAt',
      'partnershipId',
      'replacesId',
      'requestRecipient.createdAt',
      'reference',
    ])
    .select((eb) => eb.fn.coalesce('relationship.customerName', 'reseller.legalName').as('customerName'))
    .select(msUntilDue(sql.ref('requestRecipient.id')).as('undoMs'))
    .where('requestRecipient.partnerId', '=', partnerId)
    .where('requestId', 'in', requestIds)
    .orderBy('requestRecipient.id')
    .execute()
  // A check constraint limits the status to the values of the type.
  return rows as Recipient[]
}

/** Saves a status unless a later one is known (`replacedBy`): reports come late, twice and out of order. */
export const saveRecipientStatuses = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  ids: Id<'recipient'>[],
  status: Exclude<MailStatus, 'queued' | 'withdrawn'>,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('requestRecipient')
    .set({ status, statusAt: now })
    .where('partnerId', '=', partnerId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('status', 'in', replacedBy(status))
    .execute()

/** Marks mails as withdrawn before they went. What a reminder or a correction among them followed can be followed again. */
export const withdrawRecipients = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  ids: Id<'recipient'>[],
  now: Date,
): Promise<{ requestId: Id<'request'>; address: string; createdAt: Date | null }[]> =>
  db
    .updateTable('requestRecipient')
    .set({ status: 'withdrawn', statusAt: now, replacesId: null })
    .where('partnerId', '=', partnerId)
    .where('id', 'in', ids)
    .returning(['requestId', 'address', 'createdAt'])
    .execute()

/**
 * The people with requests that carry the revoked link and that somebody can still accept, and how many each has. Of a
 * recipient who was mailed again, the newest mail counts.
 */
export async function listAuthorsOfRevoked(
  db: PartnerDb,
  { partnerId, linkId, after }: { partnerId: Id<'organisation'>; linkId: Id<'link'>; after: string | null },
): Promise<{ accountId: Id<'account'>; requests: number }[]> {
  const { rows } = await sql<{ accountId: Id<'account'>; requests: number }>`
    select author_id as "accountId", count(*)::integer as requests
    from relationship_request request join relationship_link link on link.id = request.link_id
    where request.partner_id = ${partnerId} and request.link_id = ${linkId}
      and exists (select from (
          select request.created_at as at where request.kind = 'prepared'
          union all
          select coalesce(mail.created_at, request.created_at) from request_recipient mail
          where mail.partner_id = ${partnerId} and mail.request_id = request.id and mail.relationship_id is null
            and mail.status <> 'withdrawn'
            and not exists (select from request_recipient newer
              where newer.partner_id = mail.partner_id and newer.replaces_id = mail.id)) open
        where at <= link.revoked_at and (${after}::timestamptz is null or at > ${after}::timestamptz))
    group by author_id order by author_id`.execute(db)
  return rows
}
