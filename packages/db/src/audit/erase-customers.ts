import { sql } from 'kysely'
import type { KeeperDb } from '../core/scopes.ts'
import { erasedName, namesPerson, type Person, withoutPerson } from './erased-words.ts'

/** What is kept about a person in the records of customers: users of their address, and orders that name them. */
export async function eraseFromCustomers(db: KeeperDb, person: Person): Promise<void> {
  await sql`update customer_user set display_name = ${erasedName}, user_name = 'erased-' || id || '@entente.invalid'
    where user_name = ${person.email}`.execute(db)
  await sql`update provisioning set payload = (${withoutPerson(person, 'said.text')})::jsonb
    from (select id, payload::text as text from provisioning) said
    where said.id = provisioning.id and ${namesPerson(person, 'said.text')}`.execute(db)
}
