import type { Id } from '@entente/domain/core/id'
import { searchWordsOf } from '@entente/domain/core/search-words'
import type { MailStatus } from '@entente/domain/mail/mail-status'
import type { RequestListInput } from '@entente/domain/relationship/relationship-request'
import { type RequestState, requestStates } from '@entente/domain/relationship/request-state'
import { sql } from 'kysely'
import { readCursor, writeCursor } from '../core/cursor.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'
import { rowsToShow } from './request-log.ts'

export type RequestRow = {
  /** Of the recipient, of a prepared request, or of an answer that no recipient gave. */
  id: string
  kind: 'recipient' | 'prepared' | 'answer'
  state: RequestState
  requestId: Id<'request'> | null
  /** Empty once the text is no longer kept. */
  subject: string
  author: string | null
  withPrivileges: boolean | null
  /** When the last mail was recorded, or the answer came. */
  at: Date
  address: string | null
  reference: string | null
  preparedFor: string | null
  status: MailStatus | null
  /** Whether this mail followed another one of the same request: a reminder or a correction. */
  isAgain: boolean
  customerName: string | null
  relationshipId: Id<'relationship'> | null
  partnershipId: Id<'partnership'> | null
  answeredAt: Date | null
  matchedBy: 'address' | 'domain' | null
  /** The other party of a joint request or answer. */
  jointWith: string | null
  /** An invitation of an indirect reseller, not of a customer. */
  isPartnership: boolean
}

export type RequestPage = {
  rows: RequestRow[]
  /** How many rows each tab has under the same search and filters. */
  counts: Record<RequestState, number>
  nextCursor: string | null
  previousCursor: string | null
}

/** The other party of a request's joint link. */
const otherOf = (partnerId: Id<'organisation'>) => sql`left join organisation other
      on other.id = case link.partner_id when ${partnerId} then link.provider_id else link.partner_id end`

/** Whether a joint link opens nothing any more, because its partnership has ended (R-148). */
const isDead = sql`(link.provider_id is not null and not exists (select from partnership
  where reseller_id = link.partner_id and provider_id = link.provider_id and status = 'active'))`

/**
 * All rows of a partner's list: one for the newest mail to each recipient, for each request that the partner handed over
 * itself, and for each answer that belongs to none of these.
 */
const rowsOf = (partnerId: Id<'organisation'>) => sql`
  select mail.id, 'recipient' as kind, request.id as "requestId", request.subject, request.author_id as author_id,
    request.author_name as author, request.with_privileges as "withPrivileges",
    coalesce(mail.created_at, request.created_at) as at, nullif(mail.address, '') as address, mail.reference,
    null as "preparedFor", mail.status, mail.replaces_id is not null as "isAgain",
    coalesce(relationship.customer_name, reseller.legal_name, decline.customer_name) as "customerName",
    mail.relationship_id as "relationshipId", mail.partnership_id as "partnershipId", coalesce(mail.accepted_at, decline.occurred_at) as "answeredAt",
    mail.matched_by as "matchedBy", other.legal_name as "jointWith", link.kind = 'partnership' as "isPartnership",
    mail.terms, decline.terms as answer_terms, other.terms as other_terms,
    case when mail.accepted_at is not null then 'accepted' when mail.decline_id is not null then 'declined'
      when mail.status = 'withdrawn' then 'withdrawn'
      when mail.status in ('unsent', 'failed', 'suppressed', 'bounced') then 'bounced'
      when coalesce(mail.created_at, request.created_at) <= link.revoked_at or ${isDead} then 'revoked'
      else 'waiting' end as state
  from request_recipient mail
    join relationship_request request on request.id = mail.request_id and request.partner_id = mail.partner_id
    join relationship_link link on link.id = request.link_id
    ${otherOf(partnerId)}
    left join relationship on relationship.id = mail.relationship_id and relationship.partner_id = mail.partner_id
    left join partnership on partnership.id = mail.partnership_id
    left join organisation reseller on reseller.id = partnership.reseller_id
    left join request_outcome decline on decline.id = mail.decline_id and decline.partner_id = mail.partner_id
  where mail.partner_id = ${partnerId}
    and not exists (select from request_recipient newer where newer.partner_id = mail.partner_id and newer.replaces_id = mail.id)
  union all
  select request.id, 'prepared', request.id, request.subject, request.author_id, request.author_name,
    request.with_privileges, request.created_at, null, null, request.prepared_for, null, false, null, null, null, null, null,
    other.legal_name, link.kind = 'partnership', request.terms, null, other.terms,
    case when request.created_at <= link.revoked_at or ${isDead} then 'revoked' else 'prepared' end
  from relationship_request request join relationship_link link on link.id = request.link_id
    ${otherOf(partnerId)}
  where request.partner_id = ${partnerId} and request.kind = 'prepared'
  union all
  select answer.id, 'answer', null, '', null, null, null, answer.occurred_at, null, null, null, null, false,
    answer.customer_name, answer.relationship_id, null, answer.occurred_at, null, other.legal_name, false, answer.terms, null,
    other.terms, answer.kind
  from request_outcome answer left join organisation other on other.id = answer.other_party_id
  where answer.partner_id = ${partnerId} and not exists (select from request_recipient mail
    where mail.partner_id = answer.partner_id and (mail.decline_id = answer.id or mail.relationship_id = answer.relationship_id))`

/** One page of the partner's requests, newest first, by keyset (U-02), and the counts of its tabs. */
export async function listRequests(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  wish: RequestListInput & { now: Date },
): Promise<RequestPage> {
  const { search, state, limit } = wish
  const none = Object.fromEntries(requestStates.map((one) => [one, 0])) as RequestPage['counts']
  // Invisible signs alone are no word, and find nobody rather than everybody.
  if (search && searchWordsOf(search).length === 0)
    return { rows: [], counts: none, nextCursor: null, previousCursor: null }
  const [before] = readCursor(wish.before, ['id']) ?? []
  const [after] = before ? [] : (readCursor(wish.cursor, ['id']) ?? [])
  const place = before ?? after
  const found = sql`with found as materialized (select * from (${rowsOf(partnerId)}) listed
    where ${
      search
        ? sql`(${matchesSearch('listed.terms', search)} or ${matchesSearch('listed.answer_terms', search)}
      or ${matchesSearch('listed.other_terms', search)})`
        : sql`true`
    }
      and ${wish.show ? sql`id in (select id from ${rowsToShow(wish.show, partnerId, wish)} wanted)` : sql`true`}
      and ${wish.author ? sql`author_id = ${wish.author}` : sql`true`}
      and ${wish.since ? sql`at >= ${wish.since}::timestamptz` : sql`true`}
      and ${wish.until ? sql`at < ${wish.until}::timestamptz` : sql`true`})`
  const counted = await sql<{ state: RequestState; count: string }>`${found}
    select state, count(*) as count from found group by state`.execute(db)
  const { rows } = await sql<RequestRow>`${found}
    select id, kind, state, "requestId", subject, author, "withPrivileges", at, address, reference, "preparedFor", status,
      "isAgain", "customerName", "relationshipId", "partnershipId", "answeredAt", "matchedBy", "jointWith", "isPartnership" from found
    where ${state ? sql`state = ${state}` : sql`true`}
      and ${place ? sql`id ${sql.raw(before ? '>' : '<')} ${place}::uuid` : sql`true`}
    order by id ${sql.raw(before ? 'asc' : 'desc')} limit ${limit + 1}`.execute(db)
  // The rows around this place are gone.
  if (rows.length === 0 && place)
    return listRequests(db, partnerId, { ...wish, cursor: undefined, before: undefined })
  const page = rows.slice(0, limit)
  const hasMore = rows.length > limit
  if (before) page.reverse()
  const cursorOf = (row: RequestRow | undefined, isThere: boolean) =>
    row && isThere ? writeCursor([row.id]) : null
  return {
    rows: page,
    counts: { ...none, ...Object.fromEntries(counted.rows.map((row) => [row.state, Number(row.count)])) },
    nextCursor: cursorOf(page.at(-1), before ? true : hasMore),
    previousCursor: cursorOf(page[0], before ? hasMore : after !== undefined),
  }
}

/** The partner's people who prepared or sent a request, each by the newest name. */
export async function listAuthors(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
): Promise<{ id: Id<'account'>; name: string }[]> {
  const { rows } = await sql<{ id: Id<'account'>; name: string }>`
    select distinct on (author_id) author_id as id, author_name as name from relationship_request
    where partner_id = ${partnerId} order by author_id, id desc`.execute(db)
  return rows.toSorted((one, other) => one.name.localeCompare(other.name))
}
