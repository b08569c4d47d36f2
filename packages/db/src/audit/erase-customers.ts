import { sql } from 'kysely'
import type { KeeperDb } from '../core/scopes.ts'
import { erasedAddress, erasedName, namesPerson, type Person, withoutPerson } from './erased-words.ts'

/** What is kept about a person in the records of customers: users of their address, orders and referrals that name them. */
export async function eraseFromCustomers(db: KeeperDb, person: Person): Promise<void> {
  await sql`update customer_user set display_name = ${erasedName}, user_name = 'erased-' || id || '@entente.invalid'
    where user_name = ${person.email}`.execute(db)
  await sql`update customer_profile set contact_name = null, contact_email = null, contact_phone = null
    where contact_email = ${person.email}`.execute(db)
  await sql`update referral set message = ${withoutPerson(person, 'message')}
    where ${namesPerson(person, sql`message`)}`.execute(db)
  await sql`update referral_contact set name = ${erasedName}, email = ${erasedAddress}, phone = '', locale = null
    where email = ${person.email}`.execute(db)
  await sql`update provisioning set payload = (${withoutPerson(person, 'said.text')})::jsonb
    from (select id, payload::text as text from provisioning) said
    where said.id = provisioning.id and ${namesPerson(person, sql`said.text`)}`.execute(db)
}
