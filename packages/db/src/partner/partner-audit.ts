import { toPresentAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import { nextDay, startOfDay } from '@entente/domain/core/local-day'
import type { Role } from '@entente/domain/core/role'
import { type ActivityListInput, actionsAbout } from '@entente/domain/partner/activity'
import { sql } from 'kysely'
import { actsOf } from '../core/acts-of.ts'
import { readCursor, writeCursor } from '../core/cursor.ts'
import { isIn, type PartnerDb, type Scoped } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'
import { wholeActs } from '../core/whole-acts.ts'

export type ActivityRow = {
  id: Id<'audit'>
  at: Date
  action: string
  /** Null when nobody was signed in, or a person outside this company acted: then the roles say who. */
  person: { name: string; email: string } | null
  isSignedIn: boolean
  /** Who acted for another company, as far as this one may know: its provider's admin agents by name. */
  outsider: { name: string; company: string } | null
  /** The roles at the time of the act. */
  roles: Role[]
  /** The request or run that the record belongs to. */
  requestId: string
  /** The page of what the act was about, as far as it has one. */
  place: { of: 'customer' | 'user' | 'request'; id: string } | null
  /** The page that a provider opened in the account of its reseller. */
  viewed: 'profile' | 'users' | 'activity' | null
  /** The permission that was missing when something was refused. */
  permission: string | null
  /** The use of a customer's privileges, as the customer reads it. */
  access: { id: string; service: string | null; reason: string | null } | null
  /** What the act was about, by name: a colleague, a customer, addresses, a document. Empty for the account itself. */
  about: string[]
}

/** One page of what happened in a partner's account, newest first, by keyset (U-16). Days are whole days in UTC. */
export async function listActivity(
  db: Scoped<'partner' | 'delegate'>,
  organisationId: Id<'organisation'>,
  { subject, person, from, until, timeZone = 'UTC', cursor, limit }: ActivityListInput,
): Promise<{ entries: ActivityRow[]; nextCursor: string | null }> {
  let query = db
    .selectFrom('auditRecord as record')
    // Row-level security only shows the accounts of colleagues: a customer's or an operator's name is not visible here.
    .leftJoin('auth.account as account', 'account.id', 'record.actorId')
    .select([
      'record.id',
      'record.occurredAt as at',
      'record.action',
      'record.requestId',
      'record.actorId',
      'record.actorRoles as roles',
      'account.name',
      'account.email',
    ])
    .select(
      isIn(db, 'partner')
        ? [about.as('about'), place.as('place'), access.as('access')]
        : [
            aboutColleague.as('about'),
            ...[sql<ActivityRow['place']>`null`.as('place'), sql<ActivityRow['access']>`null`.as('access')],
          ],
    )
    .select([
      sql<string | null>`record.payload ->> 'permission'`.as('permission'),
      sql<ActivityRow['outsider']>`record.payload -> 'by'`.as('outsider'),
      sql<ActivityRow['viewed']>`record.payload ->> 'page'`.as('viewed'),
    ])
    .where('record.organisationId', '=', organisationId)
    .orderBy('record.id', 'desc')
    .limit(limit + 1)
  const after = readCursor(cursor, ['id'])
  if (after) query = query.where(sql<boolean>`record.id < ${after[0]}::uuid`)
  if (subject) query = query.where('record.action', 'in', actionsAbout(subject))
  if (person?.trim()) query = query.where(await actsOf(db, peopleLike(organisationId, person)))
  if (from) query = query.where('record.occurredAt', '>=', startOfDay(from, timeZone))
  if (until) query = query.where('record.occurredAt', '<', startOfDay(nextDay(until), timeZone))
  const rows = await query.execute()
  const page = wholeActs(rows, limit)
  const last = page.at(-1)
  return {
    entries: page.map(({ name, email, actorId, ...row }) => ({
      ...row,
      // A former name may say more than the present one: where a lost service went to.
      action: toPresentAction(row.action),
      id: row.id as Id<'audit'>,
      roles: row.roles as Role[],
      person: name === null || email === null ? null : { name, email },
      isSignedIn: actorId !== null,
    })),
    nextCursor: rows.length > limit && last ? writeCursor([last.id]) : null,
  }
}

/**
 * The names that a payload's ids stand for, as far as this company may read them. The organisations of customers are hidden
 * from it; its relationships hold their names.
 */
const about = sql<string[]>`coalesce(
  (select array[customer_name] from relationship
    where partner_id = record.organisation_id and customer_id = (record.payload ->> 'customerId')::uuid),
  (select array[colleague.name] from auth.account colleague
    where colleague.id = coalesce(
      (select account_id from auth.membership where id = (record.payload ->> 'membershipId')::uuid),
      (record.payload ->> 'accountId')::uuid)
    and colleague.id is distinct from record.actor_id),
  (select array[file_name] from enrolment_document where id = (record.payload ->> 'documentId')::uuid),
  (select array_agg(address order by id) from request_recipient
    where partner_id = record.organisation_id and request_id = (record.payload ->> 'requestId')::uuid
    and case when record.payload ? 'recipientId' then id = (record.payload ->> 'recipientId')::uuid
      when record.action = 'relationship_request.withdrawn' then status = 'withdrawn' and status_at = record.occurred_at
      else replaces_id is null and coalesce(created_at, record.occurred_at) = record.occurred_at end),
  (select array[subject] from relationship_request
    where id = (record.payload ->> 'requestId')::uuid and kind = 'prepared' and subject <> ''),
  array_remove(array[coalesce(
    record.payload ->> 'email', record.payload ->> 'mpnId', record.payload ->> 'issuer',
    (record.payload ->> 'agreement') || ' ' || (record.payload ->> 'version'))], null))`

/** For a provider, which reads about people of its reseller and nothing else. */
const aboutColleague = sql<string[]>`coalesce(
  (select array[colleague.name] from auth.account colleague
    where colleague.id = coalesce(
      (select account_id from auth.membership where id = (record.payload ->> 'membershipId')::uuid),
      (record.payload ->> 'accountId')::uuid)
    and colleague.id is distinct from record.actor_id), '{}')`

const place = sql<ActivityRow['place']>`coalesce(
  (select json_build_object('of', 'customer', 'id', id) from relationship
    where partner_id = record.organisation_id and customer_id = (record.payload ->> 'customerId')::uuid),
  (select json_build_object('of', 'user', 'id', id) from auth.membership
    where organisation_id = record.organisation_id and account_id is distinct from record.actor_id
      and (id = (record.payload ->> 'membershipId')::uuid or account_id = (record.payload ->> 'accountId')::uuid)),
  (select json_build_object('of', 'request', 'id', id) from relationship_request
    where partner_id = record.organisation_id and id = (record.payload ->> 'requestId')::uuid))`

const access = sql<ActivityRow['access']>`(
  select json_build_object('id', id, 'service', service, 'reason', reason) from access_record
    where partner_id = record.organisation_id and id = (record.payload ->> 'accessId')::uuid)`

const peopleLike = (organisationId: Id<'organisation'>, person: string) => sql<{ id: Id<'account'> }>`
    select someone.id from auth.membership member join auth.account someone on someone.id = member.account_id
    where member.organisation_id = ${organisationId} and ${matchesSearch('someone.terms', person)}`

/** The operator's last act on whether the partner is suspended, with what it told the partner. */
export async function findSuspensionAct(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
): Promise<{ action: string; requestId: string; told: string } | undefined> {
  const row = await db
    .selectFrom('auditRecord')
    .select(['action', 'requestId', sql<string | null>`payload ->> 'told'`.as('told')])
    .where('organisationId', '=', partnerId)
    .where('action', 'in', ['partner.suspended', 'partner.suspension_lifted'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { ...row, told: row.told ?? '' }
}
