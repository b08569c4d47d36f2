import type { Id } from '@entente/domain/core/id'
import { daysBefore } from '@entente/domain/core/local-day'
import { type MailStatus, undeliveredStatuses } from '@entente/domain/mail/mail-status'
import { type RequestFilter, requestDays } from '@entente/domain/relationship/request-filter'
import { type RawBuilder, sql } from 'kysely'
import type { PartnerDb } from '../core/scopes.ts'
import { foundBy } from '../core/search.ts'

export type Outcome = {
  id: string
  kind: 'accepted' | 'declined'
  customerName: string
  relationshipId: Id<'relationship'> | null
  /** Of a joint invitation. */
  otherPartyId: Id<'organisation'> | null
  /** The customer's decline, as its own record names it. */
  declineId?: string
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
    .values({ ...outcome, ...foundBy(outcome.customerName), partnerId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()

/** Whether a request was handed over: not all of its mails were withdrawn before they went. */
const wasMade = sql`(kind = 'prepared' or exists (select from request_recipient mail
  where mail.partner_id = relationship_request.partner_id and mail.request_id = relationship_request.id
    and mail.status <> 'withdrawn'))`

export type OpenRequest = { id: Id<'request'>; kind: 'prepared' | 'sent'; at: Date; by: string }

/** The requests to one customer that it can still answer, as far as the log can tell, newest first. */
export async function listOpenRequestsTo(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { id, customerId }: { id: Id<'relationship'>; customerId: Id<'organisation'> },
  now: Date,
): Promise<OpenRequest[]> {
  const { rows } = await sql<OpenRequest>`
    select id, kind, created_at as at, author_name as by from relationship_request request
    where partner_id = ${partnerId} and relationship_id = ${id}
      and created_at >= ${daysBefore(now, requestDays.unansweredUntil)}
      and not exists (select from acceptance where partner_id = ${partnerId} and customer_id = ${customerId}
        and accepted_at >= request.created_at)
      and (kind = 'prepared' or exists (select from request_recipient where partner_id = ${partnerId}
        and request_id = request.id and status in ('queued', 'sent', 'delivered') and decline_id is null))
    order by id desc limit 50`.execute(db)
  return rows
}

/** The reader's days are counted, as everywhere on the sites. */
type Reader = { now: Date; timeZone?: string | undefined }

/** Which rows of the list each filter of Home shows. */
export const rowsToShow = (show: RequestFilter, partnerId: Id<'organisation'>, reader: Reader) =>
  ({ undelivered, unanswered, declined })[show](partnerId, reader)

/** Recipients whose mail did not arrive lately, and was not sent again to another address. */
const undelivered = (partnerId: Id<'organisation'>, { now, timeZone }: Reader) => sql`(
  select id, request_id from request_recipient recipient
  where partner_id = ${partnerId} and status_at >= ${daysBefore(now, requestDays.news, timeZone)}
    and status = any(${undeliveredStatuses}::text[]) and accepted_at is null
    and not exists (select from request_recipient other where other.replaces_id = recipient.id))`

/** Recipients who got a mail, nothing newer since, and whose company has not accepted. */
const unanswered = (partnerId: Id<'organisation'>, { now, timeZone }: Reader) => sql`(
  select id, request_id from (
    select distinct on (address) id, request_id, status, status_at, accepted_at, decline_id from request_recipient
    where partner_id = ${partnerId} and status_at >= ${daysBefore(now, requestDays.unansweredUntil, timeZone)} and address <> ''
      and status <> 'withdrawn'
    order by address, status_at desc, id desc) newest
  where status in ('sent', 'delivered') and status_at < ${daysBefore(now, requestDays.unansweredAfter, timeZone)}
    and accepted_at is null and decline_id is null)`

/** Declines, each as the recipients who gave it, or as itself where nobody was asked by mail. */
const declined = (partnerId: Id<'organisation'>, { now, timeZone }: Reader) => sql`(
  select coalesce(recipient.id, answer.id) as id from request_outcome answer
    left join request_recipient recipient on recipient.partner_id = answer.partner_id and recipient.decline_id = answer.id
      and recipient.relationship_id is null
      and not exists (select from request_recipient other where other.replaces_id = recipient.id)
  where answer.partner_id = ${partnerId} and answer.kind = 'declined'
    and answer.occurred_at >= ${daysBefore(now, requestDays.news, timeZone)})`

/** What Home says about the partner's requests: by filter of the log, and how many there were lately and before. */
export async function countRequestsLately(db: PartnerDb, partnerId: Id<'organisation'>, reader: Reader) {
  const { now, timeZone } = reader
  const counted = (rows: RawBuilder<unknown>) => sql`(select count(*)::integer from ${rows} counted)`
  const [start, before] = [
    daysBefore(now, requestDays.news, timeZone),
    daysBefore(now, 2 * requestDays.news, timeZone),
  ]
  const made = sql`(select from relationship_request where partner_id = ${partnerId} and created_at >= ${start}
    and ${wasMade})`
  const madeBefore = sql`(select from relationship_request where partner_id = ${partnerId}
    and created_at >= ${before} and created_at < ${start} and ${wasMade})`
  const { rows } = await sql<Record<RequestFilter | 'made' | 'madeBefore', number> & { hasAny: boolean }>`
    select ${counted(undelivered(partnerId, reader))} as undelivered,
      ${counted(unanswered(partnerId, reader))} as unanswered,
      ${counted(declined(partnerId, reader))} as declined,
      ${counted(made)} as made, ${counted(madeBefore)} as made_before,
      exists (select from relationship_request where partner_id = ${partnerId}) as has_any`.execute(db)
  return rows[0] as (typeof rows)[number]
}

/** How many of these mails have which status. */
export async function countMails(db: PartnerDb, partnerId: Id<'organisation'>, ids: Id<'recipient'>[]) {
  const rows = await db
    .selectFrom('requestRecipient')
    .select(['status', sql<number>`count(*)::int`.as('mails')])
    .where('partnerId', '=', partnerId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .groupBy('status')
    .execute()
  // A check constraint limits the status to the values of the type.
  return rows as { status: MailStatus; mails: number }[]
}
