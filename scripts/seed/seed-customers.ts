// The customers that the demo's direct-bill partner has won so far, written without procedures: the demo starts often.
import { newId } from '@entente/db/core/new-id'
import { type AuthDb, asAuth, asTenant, type CustomerDb } from '@entente/db/core/scopes'
import { insertAccount, insertMembership } from '@entente/db/identity/accounts'
import { insertCustomer } from '@entente/db/identity/organisations'
import { listPeopleWithRole } from '@entente/db/identity/people'
import { insertAcceptance } from '@entente/db/relationship/acceptances'
import { endRemovedGrants, insertGrants } from '@entente/db/relationship/admin-grants'
import { insertEndRequest } from '@entente/db/relationship/end-requests'
import { findLinkOf, type RelationshipLink } from '@entente/db/relationship/relationship-links'
import { removeRelationship } from '@entente/db/relationship/relationship-removals'
import {
  findRelationship,
  insertRelationship,
  type NewRelationship,
  saveRelationship,
} from '@entente/db/relationship/relationships'
import { attestationVersion } from '@entente/domain/core/attestation'
import type { Cloud } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import { endRequestDays } from '@entente/domain/relationship/end-request'
import { type Actor, type Actors, ago, joinedAt } from './seed-actors.ts'
import { atHome } from './seed-home.ts'

const count = 300
const first = [
  'Northern',
  'Alpine',
  'Riverside',
  'Hafen',
  'Linden',
  'Grand',
  'Silver',
  'Bright',
  'Moorland',
  'Rhein',
]
const second = [
  'Bakeries',
  'Dental',
  'Logistics',
  'Druckerei',
  'Interiors',
  'Bau',
  'Foods',
  'Legal',
  'Optik',
  'Textiles',
]
const homes = [
  { country: 'DE', form: 'GmbH', person: 'Lena Vogel' },
  { country: 'GB', form: 'Ltd', person: 'Owen Clark' },
  { country: 'FR', form: 'SARL', person: 'Chloé Martin' },
  { country: 'CH', form: 'AG', person: 'Reto Frei' },
  { country: 'SE', form: 'AB', person: 'Åsa Lund' },
]
const special = [
  '华为技术有限公司',
  'Österreichische Gesellschaft für Energieversorgung und Gebäudemanagement mbH & Co. KG',
  'Łódź Transport Sp. z o.o.',
]

/** Customers, by their place, whose relationship the partner removed so many days ago. */
const removed: Record<number, number> = { 31: 21, 87: 9, 163: 2, 248: 0.5 }

/** Customers, by their place, that ask the partner to end the relationship; the first one's time to answer is over. */
const asksToEnd: Record<number, { daysAgo: number; reason: string }> = {
  12: { daysAgo: 34, reason: 'We were bought by a group that has a reseller of its own.' },
  150: { daysAgo: 12, reason: 'We want to buy everything from one partner from next quarter on.' },
  211: { daysAgo: 3, reason: 'Our branch closes at the end of the year.' },
}

type Customer = ReturnType<typeof newCustomer>
/** A customer of the demo whose people sign in. */
export type SeededCustomer = NewRelationship['customer'] & { admin: Actor }

/** As many at a time as the seed has connections. */
const lanes = 4

/** Every third customer gave all privileges, one in five none, and one in twenty took some away again. */
export async function seedCustomers(actors: Actors, partnerId: Id<'organisation'>): Promise<void> {
  const { database, cloud } = actors
  const partner = { organisationId: partnerId, audience: 'partner', personId: null } as const
  const link = await asTenant(database, partner, (db) =>
    findLinkOf(db, { partnerId, providerId: null }, true),
  )
  if (!link) throw new Error('The partner has no link.')
  const customers = Array.from({ length: count }, (_, index) =>
    atHome(newCustomer(index), cloud.customers.countries),
  )
  // Statements that do not wait for each other travel together.
  await asAuth(database, null, async (db) => {
    await Promise.all(customers.map((customer) => insertPeople(db, customer)))
  })
  const former: Former[] = []
  const lane = async (start: number) => {
    for (const customer of customers.filter(({ index }) => index % lanes === start))
      former.push(...(await insertAccepted(actors, customer, link)))
  }
  await Promise.all(Array.from({ length: lanes }, (_, start) => lane(start)))
  await removeFormer(actors, partnerId, former)
}

async function insertPeople(db: AuthDb, customer: Customer): Promise<void> {
  const { id, admin, legalName, country, domain } = customer
  const audience = 'customer' as const
  const membership = { id: newId<'membership'>(), accountId: admin.id, audience, organisationId: id }
  await Promise.all([
    insertCustomer(db, { id, legalName, country, domain }, joinedAt),
    // Without a password: these people do not sign in.
    insertAccount(db, { ...admin, audience, passwordHash: null }, joinedAt),
  ])
  await insertMembership(db, { ...membership, status: 'active', roles: ['global_admin'] }, joinedAt)
}

const insertAccepted = (
  { database, cloud }: Actors,
  { index, admin, ...customer }: Customer,
  { id: linkId, partnerId }: RelationshipLink,
): Promise<Former[]> =>
  asTenant(
    database,
    { organisationId: customer.id, audience: 'customer', personId: admin.id, linkId },
    async (db) => {
      const at = ago((39 * (count - index)) / count)
      const services = cloud.services.map(({ id }) => id).filter((_, place) => isGranted(index, place))
      const accepting = { cloud, customer, admin, link: { id: linkId, partnerId }, services }
      const relationshipId = await insertAccepting(db, accepting, at)
      const asked = asksToEnd[index]
      if (asked) {
        const askedAt = ago(asked.daysAgo)
        await insertEndRequest(db, {
          ...{ id: newId(), relationshipId, customerId: customer.id, partnerId, reason: asked.reason },
          ...{ askedBy: admin.id, askedAt, deadline: ago(asked.daysAgo - endRequestDays) },
        })
      }
      const daysAgo = removed[index]
      if (daysAgo !== undefined) return [{ relationshipId, daysAgo }]
      if (services.length === 0 || index % 20 !== 0) return []
      const [lost = '', ...kept] = services
      const customerId = customer.id
      const removal = { customerId, by: admin.id, reason: 'removed_by_customer' as const }
      await endRemovedGrants(db, removal, partnerId, [lost], ago(index / count))
      await saveRelationship(db, customerId, partnerId, { services: kept })
      return []
    },
  )

type Former = { relationshipId: Id<'relationship'>; daysAgo: number }

/** Its global admin removes relationships; the privileges stay, as most clouds have it. */
async function removeFormer({ database }: Actors, partnerId: Id<'organisation'>, former: Former[]) {
  const partner = { organisationId: partnerId, audience: 'partner' as const }
  const [admin] = await asTenant(database, { ...partner, personId: null }, (db) =>
    listPeopleWithRole(db, partnerId, 'global_admin'),
  )
  if (!admin) throw new Error('The partner has no global admin.')
  await asTenant(database, { ...partner, personId: admin.accountId }, async (db) => {
    for (const { relationshipId, daysAgo } of former) {
      const relationship = await findRelationship(db, partnerId, relationshipId)
      if (!relationship) throw new Error('A customer of the seed is lost.')
      const removal = { status: 'removed' as const, attestation: attestationVersion, ended: [] }
      const by = { accountId: admin.accountId, language: 'en', privileges: 'keep' } as const
      await removeRelationship(
        db,
        relationship,
        { ...removal, kept: relationship.services },
        by,
        ago(daysAgo),
      )
    }
  })
}

type Accepting = {
  cloud: Cloud
  customer: NewRelationship['customer']
  admin: { id: Id<'account'> }
  link: Pick<RelationshipLink, 'id' | 'partnerId'>
  services: string[]
}

/** What an acceptance writes for the customer of the transaction. Returns the relationship's id. */
export async function insertAccepting(
  db: CustomerDb,
  { cloud, customer, admin, link: { id: linkId, partnerId }, services }: Accepting,
  at: Date,
): Promise<Id<'relationship'>> {
  const { name: agreement, version } = cloud.agreements.customer
  const customerId = customer.id
  const id = newId<'relationship'>()
  await insertRelationship(db, { id, status: 'active', customer, partnerId, services }, at)
  const acceptanceId = newId<'acceptance'>()
  const parties = [{ partnerId, role: 'reseller', change: 'create' } as const]
  const agreed = { agreement, version, language: 'en', acceptedBy: admin.id }
  await insertAcceptance(db, { id: acceptanceId, customerId, linkId, parties, ...agreed }, at)
  const act = { customerId, acceptanceId, by: admin.id }
  if (services.length > 0) await insertGrants(db, act, partnerId, services, at)
  return id
}

const isGranted = (customer: number, service: number): boolean =>
  customer % 5 !== 4 && (customer % 3 === 0 || (customer >> 1) % (service + 2) === 0)

function newCustomer(index: number) {
  const home = homes[(index * 7) % homes.length] as (typeof homes)[number]
  const [one, other] = [first[index % 10], second[Math.floor(index / 10) % 10]]
  const branch = index < 100 ? '' : ` ${1 + Math.floor(index / 100)}`
  const legalName = special[index - 140] ?? `${one} ${other}${branch} ${home.form}`
  const domain = index % 9 === 8 ? null : `${one}-${other}-${index}.example`.toLowerCase()
  const [given = ''] = home.person.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(' ')
  const email = domain ? `${given}@${domain}` : `${given}.${index}@mail.example`
  const admin = { id: newId<'account'>(), email, name: home.person }
  return { index, id: newId<'organisation'>(), legalName, domain, country: home.country, admin }
}
