import type { Id } from '@entente/domain/id'
import type { Locale } from '@entente/domain/locale'
import { sql } from 'kysely'
import { readCursor, writeCursor } from './cursor.ts'
import type { PartnerDb } from './scopes.ts'

export type RelationshipRequest = {
  id: Id<'request'>
  partnerId: Id<'organisation'>
  linkId: Id<'link'>
  kind: 'prepared' | 'sent'
  authorId: Id<'account'>
  authorName: string
  subject: string
  body: string
  language: Locale
  withPrivileges: boolean
  createdAt: Date
}

export type Recipient = {
  id: Id<'recipient'>
  requestId: Id<'request'>
  address: string
  status: 'queued' | 'sent' | 'failed'
  statusAt: Date
  relationshipId: Id<'relationship'> | null
  acceptedAt: Date | null
  customerName: string | null
}

export type Outcome = {
  id: string
  kind: 'accepted' | 'declined'
  customerName: string
  relationshipId: Id<'relationship'> | null
  occurredAt: Date
}

export const insertRequest = (db: PartnerDb, request: RelationshipRequest): Promise<unknown> =>
  db.insertInto('relationshipRequest').values(request).execute()

export const insertRecipients = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  requestId: Id<'request'>,
  recipients: { id: Id<'recipient'>; address: string }[],
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('requestRecipient')
    .values(
      recipients.map((recipient) => ({
        ...recipient,
        partnerId,
        requestId,
        status: 'queued',
        statusAt: now,
      })),
    )
    .execute()

export async function findRequest(db: PartnerDb, partnerId: Id<'organisation'>, id: Id<'request'>) {
  const row = await db
    .selectFrom('relationshipRequest')
    .selectAll()
    .where('partnerId', '=', partnerId)
    .where('id', '=', id)
    .executeTakeFirst()
  // Check constraints hold kind and language to the values of the type.
  return row as RelationshipRequest | undefined
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
    .select([
      'requestRecipient.id',
      'requestId',
      'address',
      'requestRecipient.status',
      'statusAt',
      'relationshipId',
      'acceptedAt',
      'relationship.customerName',
    ])
    .where('requestRecipient.partnerId', '=', partnerId)
    .where('requestId', 'in', requestIds)
    .orderBy('requestRecipient.id')
    .execute()
  return rows.map((row) => ({ ...row, status: row.status as Recipient['status'] }))
}

/** A recipient with all that its mail is made of, the present state of link, partner and author included. */
export async function findRecipient(db: PartnerDb, partnerId: Id<'organisation'>, id: Id<'recipient'>) {
  return db
    .selectFrom('requestRecipient as recipient')
    .innerJoin('relationshipRequest as request', (join) =>
      join
        .onRef('request.id', '=', 'recipient.requestId')
        .onRef('request.partnerId', '=', 'recipient.partnerId'),
    )
    .innerJoin('relationshipLink as link', 'link.id', 'request.linkId')
    .innerJoin('organisation as partner', 'partner.id', 'request.partnerId')
    .leftJoin('auth.membership as author', (join) =>
      join
        .onRef('author.accountId', '=', 'request.authorId')
        .onRef('author.organisationId', '=', 'request.partnerId')
        .on('author.status', '=', 'active'),
    )
    .leftJoin('auth.account as account', 'account.id', 'author.accountId')
    .select([
      'recipient.address',
      'recipient.status',
      'request.subject',
      'request.body',
      'request.language',
      'request.authorName',
      // Null when the author does not belong to the partner any more.
      'account.email as authorEmail',
      'partner.partnerStatus',
      'link.id as linkId',
      'link.kid',
      'link.version',
    ])
    .where('recipient.partnerId', '=', partnerId)
    .where('recipient.id', '=', id)
    .executeTakeFirst()
}

export const saveRecipientStatus = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  id: Id<'recipient'>,
  status: 'sent' | 'failed',
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('requestRecipient')
    .set({ status, statusAt: now })
    .where('partnerId', '=', partnerId)
    .where('id', '=', id)
    .where('status', '!=', 'sent')
    .execute()

/** Marks the requests that went to the customer's domain as accepted; who of them pressed stays with the customer. */
export const markAccepted = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { relationshipId, domain }: { relationshipId: Id<'relationship'>; domain: string },
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('requestRecipient')
    .set({ relationshipId, acceptedAt: now })
    .where('partnerId', '=', partnerId)
    .where(sql`split_part(address, '@', 2)`, '=', domain)
    .where('relationshipId', 'is', null)
    .execute()

/** Who wrote the requests that an acceptance followed, as `markAccepted` matched them. */
export async function listAuthorsOfAccepted(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  relationshipId: Id<'relationship'>,
): Promise<Id<'account'>[]> {
  const rows = await db
    .selectFrom('requestRecipient')
    .innerJoin('relationshipRequest', 'relationshipRequest.id', 'requestRecipient.requestId')
    .select('relationshipRequest.authorId')
    .distinct()
    .where('requestRecipient.partnerId', '=', partnerId)
    .where('relationshipRequest.partnerId', '=', partnerId)
    .where('requestRecipient.relationshipId', '=', relationshipId)
    .execute()
  return rows.map(({ authorId }) => authorId)
}

/** Adds what a customer decided to the partner's log, once however often the job runs. */
export const insertOutcome = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  outcome: Outcome,
): Promise<unknown> =>
  db
    .insertInto('requestOutcome')
    .values({ ...outcome, partnerId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()

export type LogRow =
  | { kind: 'prepared' | 'sent'; request: RelationshipRequest }
  | { kind: 'accepted' | 'declined'; outcome: Outcome }

/** One page of the partner's log, newest first: requests and what became of them (U-02). */
export async function listLog(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ rows: LogRow[]; nextCursor: string | null }> {
  const [before] = readCursor(cursor, ['id']) ?? []
  const requests = await db
    .selectFrom('relationshipRequest')
    .selectAll()
    .where('partnerId', '=', partnerId)
    .$if(before !== undefined, (query) => query.where('id', '<', before as Id<'request'>))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const outcomes = await db
    .selectFrom('requestOutcome')
    .select(['id', 'kind', 'customerName', 'relationshipId', 'occurredAt'])
    .where('partnerId', '=', partnerId)
    .$if(before !== undefined, (query) => query.where('id', '<', before as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const rows: { id: string; row: LogRow }[] = [
    ...(requests as RelationshipRequest[]).map((request) => ({
      id: request.id,
      row: { kind: request.kind, request },
    })),
    ...(outcomes as Outcome[]).map((outcome) => ({ id: outcome.id, row: { kind: outcome.kind, outcome } })),
  ].sort((a, b) => (a.id < b.id ? 1 : -1))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: page.map(({ row }) => row),
    nextCursor: rows.length > limit && last ? writeCursor([last.id]) : null,
  }
}

/** Changes whenever the log does. */
export async function logCounter(db: PartnerDb, partnerId: Id<'organisation'>): Promise<string> {
  const { rows } = await sql<{ counter: string }>`
    select md5(concat(
      (select max(id::text) from (select id from relationship_request where partner_id = ${partnerId} order by id desc limit 1) r),
      (select max(id::text) from (select id from request_outcome where partner_id = ${partnerId} order by id desc limit 1) o),
      (select max(status_at) from request_recipient where partner_id = ${partnerId} and request_id in
        (select id from relationship_request where partner_id = ${partnerId} order by id desc limit 16)))) as counter`.execute(
    db,
  )
  return rows[0]?.counter ?? ''
}
