import { sql } from 'kysely'
import type { KeeperDb } from '../core/scopes.ts'
import { namesPerson, type Person, withoutPerson } from './erased-words.ts'

/** What is kept about a person in the records of customers: orders to the provisioner that name them. */
export async function eraseFromCustomers(db: KeeperDb, person: Person): Promise<void> {
  await sql`update provisioning set payload = (${withoutPerson(person, 'said.text')})::jsonb
    from (select id, payload::text as text from provisioning) said
    where said.id = provisioning.id and ${namesPerson(person, 'said.text')}`.execute(db)
}
