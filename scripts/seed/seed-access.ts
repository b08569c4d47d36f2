// A customer who gave two partners privileges, and what their people did with them over five weeks.
import { asTenant } from '@entente/db/core/scopes'
import { saveCustomerProfile } from '@entente/db/customer/customer-profiles'
import { findLinkOf } from '@entente/db/relationship/relationship-links'
import type { Id } from '@entente/domain/core/id'
import { profileParts } from '@entente/domain/customer/customer-profile'
import { type Actor, type Actors, ago, once } from './seed-actors.ts'
import { insertAccepting, type SeededCustomer } from './seed-customers.ts'
import type { SeededPartner } from './seed-partners.ts'
import { seedUsers } from './seed-users.ts'

/** Days ago, the person's place among the partner's people, and the place among the services that the partner holds. */
type Use = readonly [days: number, person: number, service: number, reason?: string]

const helpdesk = 2
const billing: readonly Use[] = [
  [35, 0, 0],
  [34, 0, 0],
  [33.6, helpdesk, 0],
  [30, helpdesk, 0],
  [28, 0, 0],
  [27.4, helpdesk, 0, 'INC-20418 mailbox full'],
  [25, helpdesk, 0, 'INC-20433 lost phone'],
  [21, 0, 0, 'CHG-771 new joiners'],
  [20.8, 0, 0, 'CHG-771 new joiners'],
  [17, helpdesk, 0, 'INC-20502 password'],
  [14, helpdesk, 0, 'INC-20519 shared mailbox'],
  [9, 0, 0, 'CHG-802 conditional access'],
  [6, helpdesk, 0, 'INC-20577 spam report'],
  [2, helpdesk, 0, 'INC-20604 printer'],
  [0.2, 0, 0, 'CHG-815 leavers'],
]
const rival: readonly Use[] = [
  [31, 0, 0],
  [26, 0, 0, 'Quarterly cost review'],
  [19, 0, 0, 'Backup alert'],
  [11, 0, 0, 'Backup alert'],
  [4, 0, 0, 'New test machine'],
]

export async function seedAccess(
  actors: Actors,
  customer: SeededCustomer,
  [first, second]: [SeededPartner, SeededPartner],
): Promise<Id<'relationship'>> {
  const services = actors.cloud.services.map(({ id }) => id)
  // The cloud's second service goes to the second partner; a partner without people has the third.
  const [one = '', other = '', , ...rest] = services
  const relationship = await seedUses(actors, customer, first, [one, ...rest], billing)
  await seedUses(actors, customer, second, [other], rival)
  await seedUsers(actors, customer.id, first.id)
  const { accessLog } = await actors.at(ago(27.5), customer.admin)
  await accessLog.setReasonRule({ reason: 'asked', ...once() })
  await seedProfile(actors, customer)
  return relationship
}

/** What the customer entered about itself. */
async function seedProfile({ database }: Actors, { id: customerId, admin, legalName }: SeededCustomer) {
  const scope = { organisationId: customerId, audience: 'customer', personId: admin.id } as const
  const address = {
    addressLine1: 'Harbour Road 12',
    addressLine2: null,
    city: null,
    region: null,
    postalCode: null,
  }
  const contact = { contactName: 'Elif Weber', contactEmail: 'office@contoso.example', contactPhone: null }
  const profile = { ...address, ...contact, language: 'en' as const, changedAt: ago(20) }
  await asTenant(database, scope, async (db) => {
    for (const part of profileParts) {
      const companyName = part === 'billing' ? legalName : null
      await saveCustomerProfile(
        db,
        { customerId, part, seen: 0 },
        { ...profile, companyName, number: 'HRB 20418' },
      )
    }
  })
}

async function seedUses(
  { database, cloud, at }: Actors,
  { admin, ...customer }: SeededCustomer,
  { id: partnerId, people }: SeededPartner,
  services: string[],
  uses: readonly Use[],
): Promise<Id<'relationship'>> {
  const ofPartner = { organisationId: partnerId, audience: 'partner', personId: null } as const
  const link = await asTenant(database, ofPartner, (db) =>
    findLinkOf(db, { partnerId, providerId: null }, true),
  )
  if (!link) throw new Error('The partner has no link.')
  const scope = {
    organisationId: customer.id,
    audience: 'customer',
    personId: admin.id,
    linkId: link.id,
  } as const
  const id = await asTenant(database, scope, (db) =>
    insertAccepting(db, { cloud, customer, admin, link, services }, ago(37)),
  )
  for (const [days, place, serviceAt, reason] of uses) {
    const person = people[place] as Actor
    const service = services[serviceAt] ?? ''
    await (await at(ago(days), person)).customerServices.open({ id, service, reason, ...once() })
  }
  return id
}
