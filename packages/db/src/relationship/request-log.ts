import type { Id } from '@entente/domain/core/id'
import type { Asked } from '@entente/domain/relationship/customer-history'
import { sql } from 'kysely'
import { readCursor, writeCursor } from '../core/cursor.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { type RelationshipRequest, requestColumns } from './relationship-requests.ts'
import { withParagraphs } from './request-text.ts'

export type Outcome = {
  id: string
  kind: 'accepted' | 'declined'
  customerName: string
  relationshipId: Id<'relationship'> | null
  occurredAt: Date
}

/** Adds a customer's decision to the partner's log, only once however often the job runs. */
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

/** The newest requests that one customer answered, or that asked it for missing privileges. */
export async function listRequestsTo(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  relationshipId: Id<'relationship'>,
): Promise<Asked[]> {
  const { rows } = await sql<Asked>`
    select id as "requestId", kind, created_at as at, author_name as by, coalesce(
      (select array_agg(address order by id) from request_recipient
        where partner_id = ${partnerId} and request_id = request.id and address <> ''
          and (relationship_id = ${relationshipId} or request.relationship_id = ${relationshipId})), '{}') as to
    from relationship_request request where partner_id = ${partnerId} and id in (
      select request_id from request_recipient where partner_id = ${partnerId} and relationship_id = ${relationshipId}
      union all select id from relationship_request
        where partner_id = ${partnerId} and relationship_id = ${relationshipId})
    order by id desc limit 50`.execute(db)
  return rows
}

export type LogRow =
  | { kind: 'prepared' | 'sent'; request: RelationshipRequest }
  | { kind: 'accepted' | 'declined'; outcome: Outcome }

/** One page of the partner's log, newest first: requests and their outcomes (U-02). */
export async function listLog(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ rows: LogRow[]; nextCursor: string | null }> {
  const [before] = readCursor(cursor, ['id']) ?? []
  const requests = await db
    .selectFrom('relationshipRequest')
    .select(requestColumns)
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
    ...(requests.map(withParagraphs) as RelationshipRequest[]).map((request) => ({
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

/** A value that changes whenever the log does. */
export async function logCounter(db: PartnerDb, partnerId: Id<'organisation'>): Promise<string> {
  const { rows } = await sql<{ counter: string }>`
    select encode(sha256(convert_to(concat(
      (select max(id::text) from (select id from relationship_request where partner_id = ${partnerId} order by id desc limit 1) r),
      (select string_agg(version::text, ' ' order by id) from relationship_link where partner_id = ${partnerId}),
      (select max(id::text) from (select id from request_outcome where partner_id = ${partnerId} order by id desc limit 1) o),
      (select string_agg(left(status, 2), '' order by id) from request_recipient where partner_id = ${partnerId} and request_id in
        (select id from relationship_request where partner_id = ${partnerId} order by id desc limit 16))), 'UTF8')), 'hex') as counter`.execute(
    db,
  )
  return rows[0]?.counter ?? ''
}
