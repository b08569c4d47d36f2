import type { Id } from '@entente/domain/core/id'
import { type RawBuilder, sql } from 'kysely'
import type { KeeperDb } from '../core/scopes.ts'
import { deleteDocuments } from './deleted-documents.ts'
import { endIdentity } from './end-identity.ts'
import { erasedName, type Person, tombstoneAddress } from './erased-words.ts'

/** Replaces the name of a company whose application is deleted. */
const forgottenName = 'Deleted application'

/**
 * Deletes applications with all that came with them, and returns how many. The company's row stays without its name, since
 * the audit refers to it; people who belong to no other company become tombstones.
 */
export async function forgetApplications(
  db: KeeperDb,
  due: RawBuilder<unknown>,
  now: Date,
  limit: number,
): Promise<number> {
  // Locked: an applicant who comes back at this moment either finds the application or is too late.
  const { rows } = await sql<{ organisationId: Id<'organisation'> }>`
    ${due} limit ${limit} for update of enrolment skip locked`.execute(db)
  if (rows.length === 0) return 0
  const ids = rows.map(({ organisationId }) => organisationId)
  const ofThem = sql`organisation_id = any(${ids}::uuid[])`
  await deleteDocuments(db, ofThem, now)
  for (const table of [
    ...['enrolment_event', 'enrolment_review', 'enrolment_check', 'enrolment_consent'],
    ...['partner_profile', 'enrolment'],
  ])
    await sql`delete from ${sql.raw(table)} where ${ofThem}`.execute(db)
  await sql`update organisation set legal_name = ${forgottenName} where id = any(${ids}::uuid[])`.execute(db)
  await forgetPeople(db, ofThem, now)
  return ids.length
}

async function forgetPeople(db: KeeperDb, ofThem: RawBuilder<unknown>, now: Date): Promise<void> {
  const { rows: people } = await sql<Person>`
    select account.id, account.name, account.email from auth.account account
    where account.id in (select account_id from auth.membership where ${ofThem})
      and not exists (select from auth.membership other
        where other.account_id = account.id and other.status <> 'removed' and not (other.${ofThem}))`.execute(
    db,
  )
  await sql`update auth.membership set status = 'removed', roles = '{}', former_roles = '{}', decided_at = ${now}
    where ${ofThem}`.execute(db)
  for (const person of people) {
    await endIdentity(db, person, now)
    await sql`update auth.account set name = ${erasedName}, email = ${tombstoneAddress(person.id)}, locale = null,
      time_zone = null where id = ${person.id}`.execute(db)
  }
}
