import { type AuditAction, formerActions } from '@entente/domain/core/audit-action'
import { type Id, idOf } from '@entente/domain/core/id'
import { nextDay, startOfDay } from '@entente/domain/core/local-day'
import type { Role } from '@entente/domain/core/role'
import type { AuditListInput } from '@entente/domain/operator/operator-list'
import { sql } from 'kysely'
import { actsOf } from '../core/acts-of.ts'
import { instanceChain } from '../core/audit.ts'
import { readCursor, writeCursor } from '../core/cursor.ts'
import type { OperatorDb } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'
import { wholeActs } from '../core/whole-acts.ts'

export type AuditRow = {
  id: Id<'audit'>
  chain: Id<'organisation'>
  /** Null for the instance's own chain. */
  organisation: string | null
  requestId: string
  actor: { id: Id<'account' | 'application'>; name: string | null; email: string | null } | null
  roles: Role[]
  action: string
  payload: unknown
  /** Whom the act was about, besides the owner of the chain and the person who acted. */
  about: { of: 'partner' | 'customer' | 'person'; id: string; name: string }[]
  at: Date
  /** Null until the record is sealed, within seconds. */
  position: number | null
}

const about = sql<AuditRow['about']>`coalesce((
  select json_agg(json_build_object('of', named.of, 'id', named.id, 'name', named.name)) from (
    select kind as of, id, legal_name as name from organisation
      where id in ((record.payload ->> 'partnerId')::uuid, (record.payload ->> 'providerId')::uuid,
          (record.payload ->> 'customerId')::uuid)
        and id <> record.organisation_id
    union all
    select 'person', id, name from auth.account
      where id = coalesce((record.payload ->> 'accountId')::uuid,
          (select account_id from auth.membership where id = (record.payload ->> 'membershipId')::uuid))
        and id is distinct from record.actor_id) named), '[]')`

const records = (db: OperatorDb) =>
  db
    .selectFrom('auditRecord as record')
    .leftJoin('organisation', 'organisation.id', 'record.organisationId')
    .leftJoin('auth.account as account', 'account.id', 'record.actorId')
    .leftJoin('auditSeal as seal', 'seal.auditId', 'record.id')
    .select([
      'record.id',
      'record.organisationId as chain',
      'organisation.legalName as organisation',
      'record.requestId',
      'record.actorId',
      'account.name as actorName',
      'account.email as actorEmail',
      'record.actorRoles as roles',
      'record.action',
      'record.payload',
      'record.occurredAt as at',
      'seal.position',
    ])
    .select(about.as('about'))

type Row = Awaited<ReturnType<ReturnType<typeof records>['execute']>>[number]
const toRow = ({ actorId, actorName, actorEmail, position, ...row }: Row): AuditRow => ({
  ...row,
  id: row.id as Id<'audit'>,
  roles: row.roles as Role[],
  actor: actorId && { id: actorId, name: actorName, email: actorEmail },
  position: position === null ? null : Number(position),
})

/** One page of audit records, newest first, by keyset. Days are whole days in UTC. */
export async function listAuditRecords(
  db: OperatorDb,
  { chain, organisation, action, person, from, until, timeZone = 'UTC', cursor, limit }: AuditListInput,
): Promise<{ records: AuditRow[]; nextCursor: string | null }> {
  let query = records(db)
    .orderBy('record.id', 'desc')
    .limit(limit + 1)
  const after = readCursor(cursor, ['id'])
  if (after) query = query.where(sql<boolean>`record.id < ${after[0]}::uuid`)
  if (chain) query = query.where('record.organisationId', '=', chain)
  if (organisation?.trim())
    query = query.where('record.organisationId', 'in', organisationsLike(organisation.trim()))
  if (action?.trim()) query = query.where(actionLike(action.trim()))
  if (person?.trim()) query = query.where(await actsOf(db, peopleLike(person)))
  if (from) query = query.where('record.occurredAt', '>=', startOfDay(from, timeZone))
  if (until) query = query.where('record.occurredAt', '<', startOfDay(nextDay(until), timeZone))
  const rows = await query.execute()
  const page = wholeActs(rows, limit)
  const last = page.at(-1)
  return {
    records: page.map(toRow),
    nextCursor: rows.length > limit && last ? writeCursor([last.id]) : null,
  }
}

export async function findAuditRecord(db: OperatorDb, id: Id<'audit'>): Promise<AuditRow | undefined> {
  const row = await records(db).where('record.id', '=', id).executeTakeFirst()
  return row && toRow(row)
}

/** What operators did to a partner, newest first, from the instance's records, which hold the reasons. */
export async function listPartnerActs(db: OperatorDb, partnerId: Id<'organisation'>): Promise<AuditRow[]> {
  const rows = await records(db)
    // A literal, so that also a prepared statement finds the partial index.
    .where(sql<boolean>`record.organisation_id = ${sql.lit(instanceChain)}`)
    .where(sql<boolean>`record.payload ->> 'partnerId' = ${partnerId}::text`)
    .where('record.action', 'in', [
      'partner.suspended',
      'partner.suspension_lifted',
      'partner.privileges_frozen',
      'partner.privileges_thawed',
      'partner.deauthorisation_announced',
      'partner.deauthorisation_withdrawn',
      'partner.deauthorised',
      'provider_entry.listed',
      'provider_entry.unlisted',
      'relationship_link.revoked',
    ] satisfies AuditAction[])
    .orderBy('record.id', 'desc')
    .limit(20)
    .execute()
  return rows.map(toRow)
}

/** Also finds older rows by the present name of their action. */
const actionLike = (beginning: string) =>
  sql<boolean>`(starts_with(record.action, ${beginning})
    or record.action = any(${formerActions((action) => action.startsWith(beginning))}::text[]))`

const peopleLike = (person: string) => sql<{ id: Id<'account'> }>`
    select someone.id from auth.account someone where ${matchesSearch('someone.terms', person)}`

const organisationsLike = (text: string) => sql<Id<'organisation'>>`(select id from organisation
    where ${matchesSearch('organisation.terms', text)} or partner_number = ${text}
      or id = ${idOf().safeParse(text.toLowerCase()).data ?? null})`

/** The names of organisations by id. The instance's own chain and deleted organisations have none. */
export async function namesOf(
  db: OperatorDb,
  ids: Id<'organisation'>[],
): Promise<Map<Id<'organisation'>, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('organisation')
    .select(['id', 'legalName'])
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, legalName }) => [id, legalName]))
}
