// The users in a customer's directory, as its partner manages them, in every state.
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { insertCustomerUsers, saveCustomerUser } from '@entente/db/customer/customer-users'
import type { Id } from '@entente/domain/core/id'
import type { CustomerUserFacts, DirectoryRole } from '@entente/domain/customer/customer-user'
import { type Actors, ago } from './seed-actors.ts'

const first = [
  'Amara',
  'Bruno',
  'Chiara',
  'David',
  'Elif',
  'Finn',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Kaya',
  'Lotte',
]
const last = ['Okafor', 'Weber', 'Rossi', '陈晓明']
const special: Partial<Record<number, Partial<CustomerUserFacts> & { refusal?: string }>> = {
  3: { status: 'disabled' },
  7: { status: 'deleted', formerStatus: 'active', deletedAt: ago(4) },
  11: { status: 'refused', refusal: 'domain_not_verified' },
  17: { status: 'deleted', formerStatus: 'disabled', deletedAt: ago(19) },
}
const rolesAt = (place: number): DirectoryRole[] =>
  place === 0 ? ['global_admin'] : place === 5 ? ['user_admin', 'helpdesk_admin'] : []

export async function seedUsers(
  { database }: Actors,
  customerId: Id<'organisation'>,
  partnerId: Id<'organisation'>,
): Promise<void> {
  const users = Array.from({ length: 40 }, (_, place) => {
    const [given, family] = [first[place % first.length] ?? '', last[place % last.length] ?? '']
    return {
      ...{ id: newId<'customer_user'>(), customerId, displayName: `${given} ${family}` },
      ...{ userName: `${given.toLowerCase()}.${place + 1}@contoso.example`, roles: rolesAt(place) },
    }
  })
  await asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, async (db) => {
    await insertCustomerUsers(db, users, ago(36))
  })
  await asTenant(
    database,
    { organisationId: customerId, audience: 'customer', personId: null },
    async (db) => {
      for (const [place, user] of users.entries()) {
        const { refusal = null, ...facts } = special[place] ?? {}
        const active = { status: 'active' as const, formerStatus: null, deletedAt: null }
        await saveCustomerUser(
          db,
          user,
          { ...user, ...active, ...facts },
          { refusal, externalId: user.id },
          ago(4),
        )
      }
    },
  )
}
