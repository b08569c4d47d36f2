import { sql } from 'kysely'
import type { KeeperDb } from '../core/scopes.ts'
import { deleteAttachments, deleteDocuments } from './deleted-documents.ts'
import { fileNamesPerson, namesPerson, type Person, withoutPerson } from './erased-words.ts'

/**
 * What applications and their review hold about a person; returns how many documents went. Documents that the person
 * uploaded go as a whole: nobody can tell what they show. The signature on an agreement stays as long as attestations do.
 */
export async function eraseFromEnrolment(db: KeeperDb, person: Person, now: Date): Promise<number> {
  await eraseFromProfiles(db, person)
  for (const [table, column] of [
    ['enrolment', 'reason'],
    ['deauthorisation_notice', 'reason'],
    ['enrolment_event', 'note'],
    ['enrolment_check', 'note'],
    ['end_request', 'reason'],
    ['end_request', 'answer'],
    ['end_request', 'told'],
    ['end_request_note', 'text'],
    ['renegotiation', 'text'],
    ['service_request', 'title'],
    ['service_request_note', 'text'],
  ] as const)
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${withoutPerson(person, column)}
      where ${namesPerson(person, sql.ref(column))}`.execute(db)
  await sql`delete from directory_login where user_name = ${person.email}`.execute(db)
  await sql`delete from auth.directory_attempt where tested_by = ${person.id}`.execute(db)
  const attachments = await deleteAttachments(
    db,
    sql`(uploaded_by = ${person.id} or ${fileNamesPerson(person, 'file_name')})`,
    now,
  )
  const documents = await deleteDocuments(
    db,
    sql`(uploaded_by = ${person.id} or ${fileNamesPerson(person, 'file_name')}
      or ${fileNamesPerson(person, 'comment')})`,
    now,
  )
  return attachments + documents
}

/** A person may be a company's contact without an account; the company then names another one. */
async function eraseFromProfiles(db: KeeperDb, { email }: Person): Promise<void> {
  await sql`update partner_profile set contact_name = null, contact_phone = null, contact_email = null
    where contact_email = ${email}`.execute(db)
  await sql`update partner_profile set support_email = null, support_phone = null
    where lower(support_email) = ${email}`.execute(db)
  await sql`update provider_entry set contact_email = null, contact_phone = null
    where lower(contact_email) = ${email}`.execute(db)
  // The profile that comes back when a change is rejected.
  await sql`update partner_profile set before_change = before_change
      || '{"contact_name":null,"contact_phone":null,"contact_email":null}'
    where before_change ->> 'contact_email' = ${email}`.execute(db)
  // What a reviewer saw; its digest still says whether it is the same.
  await sql`update enrolment_check set seen = seen - '{contactName,contactEmail,contactPhone}'::text[]
    where seen ->> 'contactEmail' = ${email}`.execute(db)
}
