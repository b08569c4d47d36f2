import type { Id } from '@entente/domain/core/id'
import {
  type HistoryEvent,
  type HistoryRow,
  historyEvent,
} from '@entente/domain/relationship/customer-history'
import { type RawBuilder, sql } from 'kysely'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import type { CustomerDb, PartnerDb } from '../core/scopes.ts'
import type { Relationship } from './relationships.ts'

export type HistoryPage = { events: HistoryEvent[]; nextCursor: string | null }
type Wish = { cursor?: string | undefined; limit: number }
type Between = Pick<Relationship, 'id' | 'customerId' | 'partnerId' | 'origin' | 'since'>

/**
 * What happened between a partner and its customer, newest first, from what the partner may know: why a grant ended is the
 * customer's to know (R-026). Requests are for those who may read the log.
 */
export const listCustomerHistory = (
  db: PartnerDb,
  between: Between,
  wish: Wish & { hasRequests: boolean },
): Promise<HistoryPage> => {
  const { id, partnerId } = between
  const to = sql`coalesce((select array_agg(address order by id) from request_recipient
    where partner_id = ${partnerId} and request_id = request.id and address <> '' and status <> 'withdrawn'
      and (relationship_id = ${id} or request.relationship_id = ${id})), '{}')`
  const removers = sql`(select name from auth.account where id = removed_by)`
  return readPage(db, wish, [
    ...(wish.hasRequests ? [asked(between, sql`author_name`, to)] : []),
    accepted(between, sql`null`),
    ended(between, giver(between), endKnown(between)),
    removed(between, removers),
    agreements(between, partnerId),
    sql`select coalesce(decline_id, id), occurred_at, 'declined', null, '{}'::text[], '{}'::text[], 'told' from request_outcome
      where partner_id = ${partnerId} and kind = 'declined' and id in (select decline_id from request_recipient
        where partner_id = ${partnerId} and relationship_id = ${id} and decline_id is not null)`,
    used(between),
    frozen(between, partnerId, sql`true`, sql`occurred_at`),
    ...added(between),
  ])
}

/** What happened between a customer and one of its partners, newest first, with the same ids as the partner reads. */
export const listPartnerHistory = (db: CustomerDb, between: Between, wish: Wish): Promise<HistoryPage> => {
  const { customerId, partnerId } = between
  const nameOf = (account: RawBuilder<unknown>) => sql`(select name from auth.account where id = ${account})`
  const since = sql`coalesce((payload ->> 'since')::timestamptz, occurred_at)`
  return readPage(db, wish, [
    asked(between, sql`null`, sql`'{}'::text[]`),
    accepted(between, nameOf(sql`accepted_by`)),
    ended(between, nameOf(sql`min(ended_by::text)::uuid`), sql`min(end_reason)`),
    removed(between, sql`null`),
    agreements(between, customerId),
    sql`select id, declined_at, 'declined', ${nameOf(sql`declined_by`)}, '{}'::text[], '{}'::text[],
        case when partner_told then 'told' else 'untold' end from relationship_decline
      where customer_id = ${customerId} and ${partnerId} in (partner_id, provider_id)`,
    used(between),
    frozen(between, customerId, sql`payload ->> 'partnerId' = ${partnerId}`, since),
    ...added(between),
  ])
}

// Each source selects id, at, kind, by, services, to and note.

const asked = (
  { id, partnerId }: Between,
  by: RawBuilder<unknown>,
  to: RawBuilder<unknown>,
) => sql`select id, created_at, 'asked', ${by}, '{}'::text[], ${to}, kind from relationship_request request
  where partner_id = ${partnerId} and id in (
    select request_id from request_recipient
      where partner_id = ${partnerId} and relationship_id = ${id} and status <> 'withdrawn'
    union all select id from relationship_request own where partner_id = ${partnerId} and relationship_id = ${id}
      and (kind = 'prepared' or exists (select from request_recipient mail
        where mail.partner_id = ${partnerId} and mail.request_id = own.id and mail.status <> 'withdrawn')))`

/** A joint acceptance may have changed something for the other party only. One that changed nothing signed the agreement. */
const accepted = (
  { customerId, partnerId }: Between,
  by: RawBuilder<unknown>,
) => sql`select id, accepted_at, 'accepted', done_by, services, '{}'::text[], change from (select id, accepted_at, ${by} as done_by, coalesce((select array_agg(service order by service)
    from admin_grant where acceptance_id = acceptance.id and partner_id = ${partnerId}), '{}') as services,
    case when partner_id = ${partnerId} then change else provider_change end as change,
    partner_id = ${partnerId} and coalesce(provider_change, 'unchanged') = 'unchanged' as is_alone
  from acceptance where customer_id = ${customerId} and ${partnerId} in (partner_id, provider_id)) accepted
  where change <> 'unchanged' or services <> '{}' or is_alone`

/** What ended in one act. The event of a removal tells which privileges ended with it. */
const ended = (
  { id, customerId, partnerId }: Between,
  by: RawBuilder<unknown>,
  reason: RawBuilder<unknown>,
) => sql`select (array_agg(id order by id))[1], ended_at, 'ended', ${by}, array_agg(service order by service),
    '{}'::text[], ${reason}
  from admin_grant where customer_id = ${customerId} and partner_id = ${partnerId} and ended_at is not null
    and not exists (select from relationship_removal where relationship_id = ${id} and removed_at = ended_at)
  group by ended_at`

const removed = (
  { id }: Between,
  by: RawBuilder<unknown>,
) => sql`select id, removed_at, 'removed', ${by}, services, '{}'::text[], privileges
  from relationship_removal where relationship_id = ${id}`

/** What a partner's own chain says of an end. */
const recordOf = (
  action: 'admin_grant.removed_by_operator' | 'admin_grant.removed_by_partner',
  { id, partnerId }: Between,
) => sql`from audit_record where organisation_id = ${partnerId} and action = ${sql.lit(action)}
    and payload ->> 'relationshipId' = ${id} and occurred_at = ended_at`

/** A partner knows of an end only whether it was its own act, or the operator's (R-026). */
const endKnown = (between: Between) => sql`case when bool_and(given_up) then 'removed_by_partner'
    when exists (select ${recordOf('admin_grant.removed_by_operator', between)}) then 'removed_by_operator' end`

/** The colleague who gave privileges up. */
const giver = (between: Between) => sql`(select name from auth.account
    where id = (select actor_id ${recordOf('admin_grant.removed_by_partner', between)} limit 1))`

/** What both said about ending the relationship or renegotiating their agreement, as the reader's chain tells it. */
const agreements = (
  { id }: Between,
  chain: Id<'organisation'>,
) => sql`select request_id, occurred_at, split_part(action, '.', 1), (select name from auth.account where id = actor_id),
    '{}'::text[], '{}'::text[], split_part(action, '.', 2) || coalesce('_' || (payload ->> 'side'), '')
  from audit_record where organisation_id = ${chain} and payload ->> 'relationshipId' = ${id}
    and action in ('end_request.asked', 'end_request.withdrawn', 'end_request.agreed', 'end_request.explained',
      'end_request.settled', 'renegotiation.stated', 'renegotiation.attested', 'renegotiation.declined',
      'renegotiation.withdrawn')`

const used = ({ customerId, partnerId }: Between) => sql`select id, at, 'used', account_name,
    array_remove(array[service], null), '{}'::text[], reason
  from access_record where customer_id = ${customerId} and partner_id = ${partnerId}`

/** A freeze while the partner held privileges here, and its end. */
const frozen = (
  { customerId, partnerId }: Between,
  chain: Id<'organisation'>,
  isAbout: RawBuilder<unknown>,
  at: RawBuilder<unknown>,
) => sql`select request_id, ${at}, case action when 'partner.privileges_frozen' then 'frozen' else 'thawed' end, null,
    '{}'::text[], '{}'::text[], null
  from audit_record where organisation_id = ${chain} and ${isAbout}
    and action in ('partner.privileges_frozen', 'partner.privileges_thawed')
    and exists (select from admin_grant where customer_id = ${customerId} and partner_id = ${partnerId}
      and granted_at <= occurred_at and (ended_at is null or ended_at > occurred_at))`

const added = ({ id, origin, since }: Between) =>
  origin === 'acceptance'
    ? []
    : [sql`select ${id}::uuid, ${since}::timestamptz, 'added', null, '{}'::text[], '{}'::text[], null`]

async function readPage(
  db: PartnerDb | CustomerDb,
  { cursor, limit }: Wish,
  sources: RawBuilder<unknown>[],
): Promise<HistoryPage> {
  const after = readCursor(cursor, ['time', 'id'])
  const { rows } = await sql<HistoryRow>`
    select * from (${sql.join(sources, sql` union all `)}) event (id, at, kind, by, services, "to", note)
    ${after ? sql`where (at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by at desc, id desc limit ${pageRows(limit)}`.execute(db)
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.at.toISOString(), last.id])
  return {
    events: page.map(historyEvent),
    nextCursor,
  }
}
