import type { Id } from '@entente/domain/core/id'
import { ok, type Result, refuse } from '@entente/domain/core/result'
import type { Role } from '@entente/domain/core/role'
import { type QueryResult, sql } from 'kysely'
import { type AuditActor, insertAudit, instanceChain } from '../core/audit.ts'
import { newId } from '../core/new-id.ts'
import type { KeeperDb } from '../core/scopes.ts'
import { type ErasedRecord, recordErasure } from './audit-erasure.ts'
import { endIdentity } from './end-identity.ts'
import { eraseFromCustomers } from './erase-customers.ts'
import { eraseFromEnrolment } from './erase-enrolment.ts'
import {
  erasedAddress,
  erasedName,
  namesPerson,
  type Person,
  tombstoneAddress,
  withoutPerson,
} from './erased-words.ts'

export type ErasureRefusal =
  | { code: 'account_unknown' }
  /** Nobody else can decide for the organisation: it needs another global admin first. */
  | { code: 'last_admin'; organisationId: Id<'organisation'> | null }

/** How much was changed, for the operator who asked for it. */
export type Erasure = {
  accountId: Id<'account'>
  /** How many organisations the person belonged to. */
  memberships: number
  sessions: number
  requests: number
  mails: number
  /** Deleted; a worker removes the files of those in a folder within the hour. */
  documents: number
  auditRecords: number
}

/** The accounts with this id or address, with what an operator needs to tell them apart. */
export async function listPeople(db: KeeperDb, who: { id: Id<'account'> } | { email: string }) {
  const people = await db
    .selectFrom('auth.account')
    .select(['id', 'audience', 'email', 'name'])
    .$if('id' in who, (query) => query.where('id', '=', (who as { id: Id<'account'> }).id))
    .$if('email' in who, (query) => query.where('email', '=', (who as { email: string }).email))
    .orderBy('audience')
    .execute()
  return people.map((person) => ({ ...person, isErased: person.email === tombstoneAddress(person.id) }))
}

/**
 * Erases a person for good: the account stays as a tombstone that other rows may reference, without name, address or a
 * way to sign in, and the name disappears from what others wrote. Audit payloads about the person become blank, their
 * digests stay, and each chain records what was erased in it, so that it still verifies. Reads whole tables: for an operator, not a page.
 */
export async function erasePerson(
  db: KeeperDb,
  accountId: Id<'account'>,
  now: Date,
): Promise<Result<Erasure, ErasureRefusal>> {
  const person = await db
    .selectFrom('auth.account')
    .select(['id', 'name', 'email'])
    .where('id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  if (!person) return refuse({ code: 'account_unknown' })
  const left = await leaveOrganisations(db, accountId, now)
  if (!left.ok) return left
  const sessions = await endIdentity(db, person, now)
  const requests = await eraseFromRequests(db, person, now)
  const mails = await eraseFromMails(db, person)
  const documents = await eraseFromEnrolment(db, person, now)
  await eraseFromAccess(db, person)
  await eraseFromCustomers(db, person)
  const actor: AuditActor = { kind: 'system', name: 'erasure', requestId: newId() }
  const auditRecords = await blankAudit(db, actor, person, now)
  await db
    .updateTable('auth.account')
    .set({ name: erasedName, email: tombstoneAddress(accountId), locale: null, timeZone: null })
    .where('id', '=', accountId)
    .execute()
  const chains = [instanceChain, ...left.value.flatMap((id) => id ?? [])]
  const record = { action: 'person.erased', payload: { accountId } } as const
  await insertAudit(
    db,
    actor,
    chains.map((organisationId) => ({ organisationId, ...record })),
    now,
  )
  return ok({ accountId, memberships: left.value.length, sessions, requests, mails, documents, auditRecords })
}

// The roles that decide for an organisation, and for the instance itself.
const decidingRoles: Role[] = ['global_admin', 'operator_admin']

/**
 * Ends every membership and returns their organisations, null for the operator. Refused when the person is the last one
 * who can decide in one of them.
 */
async function leaveOrganisations(
  db: KeeperDb,
  accountId: Id<'account'>,
  now: Date,
): Promise<Result<(Id<'organisation'> | null)[], ErasureRefusal>> {
  // Locks everybody there: when two people are erased at once, the second one is seen to be the last.
  const { rows } = await sql<{ organisationId: Id<'organisation'> | null; isOwn: boolean; decides: boolean }>`
    select organisation_id, account_id = ${accountId} as is_own,
      status = 'active' and roles && ${decidingRoles}::text[] as decides from auth.membership membership
    where exists (select from auth.membership own where own.account_id = ${accountId}
      and own.organisation_id is not distinct from membership.organisation_id
      and own.audience = membership.audience)
    order by id for update of membership`.execute(db)
  const own = rows.filter(({ isOwn }) => isOwn)
  for (const { organisationId, decides } of own) {
    const others = rows.some((row) => !row.isOwn && row.decides && row.organisationId === organisationId)
    if (decides && !others) return refuse({ code: 'last_admin', organisationId })
  }
  await db
    .updateTable('auth.membership')
    .set({ status: 'removed', roles: [], formerRoles: [], decidedAt: now })
    .where('accountId', '=', accountId)
    .execute()
  return ok(own.map(({ organisationId }) => organisationId))
}

/** Partners' logs: what the person wrote, and what was written to the person. */
async function eraseFromRequests(db: KeeperDb, person: Person, now: Date): Promise<number> {
  const { id, email } = person
  const changed = await sql`update relationship_request set subject = ${withoutPerson(person, 'subject')},
    body = ${withoutPerson(person, 'body')}, template_subject = ${withoutPerson(person, 'template_subject')},
    prepared_for = ${withoutPerson(person, 'prepared_for')},
    paragraphs = (select jsonb_agg(jsonb_build_object('kind', part.kind,
        'text', ${withoutPerson(person, 'part.text')}, 'template', ${withoutPerson(person, 'part.template')}))
      from jsonb_to_recordset(paragraphs) as part(kind text, text text, template text)),
    author_name = case author_id when ${id} then ${erasedName} else author_name end
    where author_id = ${id} or strpos(concat_ws(' ', subject, body, prepared_for), ${email}) > 0
      or id in (select request_id from request_recipient where address = ${email})`.execute(db)
  // A queued mail has no recipient any more.
  await sql`update request_recipient set address = ${erasedAddress}, reference = null, status_at = ${now},
    status = case status when 'queued' then 'unsent' else status end where address = ${email}`.execute(db)
  await sql`delete from request_draft where saved_by = ${id} or strpos(lower(edits::text), ${email}) > 0`.execute(
    db,
  )
  await sql`delete from customer_export where asked_by = ${id}`.execute(db)
  // Any of them may name the person, and each is made again in a moment.
  await sql`delete from tenant_export`.execute(db)
  await sql`delete from customer_view where account_id = ${id}`.execute(db)
  await sql`with blanked as (update customer_import_row set fields = '{}', item = null, key = null, faults = '[]',
      state = case state when 'good' then 'bad' else state end
      where key = ${`mail:${email}`} or strpos(lower(array_to_string(fields, ' ')), ${email}) > 0
      returning import_id, old.state <> new.state as has_moved),
    moved as (select import_id, count(*) as rows from blanked where has_moved group by import_id)
    update customer_import i set counts = i.counts || jsonb_build_object(
      'good', greatest(coalesce((i.counts ->> 'good')::integer, 0) - moved.rows, 0), 'bad', coalesce((i.counts ->> 'bad')::integer, 0) + moved.rows)
    from moved where i.id = moved.import_id`.execute(db)
  await sql`update customer_import set author_name = ${erasedName} where author_id = ${id}`.execute(db)
  await sql`delete from send_allowance where subject = ${`to:${email}`}`.execute(db)
  return countOf(changed)
}

/**
 * Mails to and about the person. A mail to others that still waits is sent without the name, as plain text. The
 * whole table is read, in one pass: no index can say which texts name the person.
 */
async function eraseFromMails(db: KeeperDb, person: Person): Promise<number> {
  const { email } = person
  const about = sql`(recipient = ${email} or strpos(body_html, ${email}) > 0
    or ${namesPerson(person, sql`concat_ws(' ', subject, body_text)`)})`
  const { rows } = await sql<{
    id: string
    isAbout: boolean
  }>`select id, ${about} as is_about from mail_delivery
    where ${about} or ${namesPerson(person, sql`failure`)} or strpos(reply_to, ${email}) > 0`.execute(db)
  const texts = rows.flatMap(({ id, isAbout }) => (isAbout ? id : []))
  const words = (column: string) =>
    sql`case when status = 'sent' or recipient = ${email} then '' else ${withoutPerson(person, column)} end`
  await sql`update mail_delivery set body_html = '', subject = ${words('subject')}, body_text = ${words('body_text')}
    where id = any(${texts})`.execute(db)
  await sql`update mail_delivery set failure = ${withoutPerson(person, 'failure')},
    recipient = case recipient when ${email} then ${erasedAddress} else recipient end,
    reply_to = case when strpos(reply_to, ${email}) = 0 then reply_to end
    where id = any(${rows.map(({ id }) => id)})`.execute(db)
  return texts.length
}

/** What customers read about the use of their privileges: who used them, and whom a reason names. */
const eraseFromAccess = (db: KeeperDb, person: Person): Promise<unknown> =>
  sql`update access_record set reason = ${withoutPerson(person, 'reason')},
    account_name = case account_id when ${person.id} then ${erasedName} else account_name end
    where account_id = ${person.id} or ${namesPerson(person, sql`reason`)}`.execute(db)

/** What audit records say about the person, and the stored results that repeated requests would get. */
async function blankAudit(db: KeeperDb, actor: AuditActor, person: Person, now: Date): Promise<number> {
  const { id } = person
  // Reasons and notes name people in a sentence, so the name counts as a word of the whole text.
  const said = sql`said`
  const mentions = (column: string) => sql`(select strpos(${said}, ${id}) > 0 or ${namesPerson(person, said)}
    from (select ${sql.ref(column)}::text as said offset 0) as once)`
  const { rows: erased } = await sql<ErasedRecord>`update audit_record set payload = '{}'
    where payload <> '{}' and (actor_id = ${id} or ${mentions('payload')})
    returning id, organisation_id`.execute(db)
  await recordErasure(db, actor, erased, now)
  await sql`delete from idempotency where actor = ${id} or ${mentions('result')}`.execute(db)
  return erased.length
}

const countOf = ({ numAffectedRows }: QueryResult<unknown>): number => Number(numAffectedRows ?? 0n)
