// The partners of one of the demo's customers: some hold a service, one is frozen, some lost what they had, one has left.
import { newId } from '@entente/db/core/new-id'
import { asAuth, asOperator, asTenant } from '@entente/db/core/scopes'
import { insertPartner } from '@entente/db/enrolment/enrolments'
import { savePartnerStanding } from '@entente/db/operator/operator-partners'
import { endRemovedGrants } from '@entente/db/relationship/admin-grants'
import { findLinkOf, insertPartnerLinks } from '@entente/db/relationship/relationship-links'
import { saveRelationship } from '@entente/db/relationship/relationships'
import { attestationVersion } from '@entente/domain/core/attestation'
import type { Id } from '@entente/domain/core/id'
import type { PartnerKind } from '@entente/domain/core/organisation'
import { type Actor, type Actors, ago, joinedAt, once } from './seed-actors.ts'
import { insertAccepting, type SeededCustomer } from './seed-customers.ts'
import { atHome } from './seed-home.ts'
import type { SeededPartner } from './seed-partners.ts'

/** `services` are places in the cloud's catalogue, and `lost` those that the customer took away again. */
type Held = { services?: number[]; lost?: number[] }
const others: ({ legalName: string; country: string; kind?: PartnerKind } & Held)[] = [
  { legalName: 'Alder Cloud GmbH', country: 'DE', lost: [1] },
  { legalName: 'Birch Systems AG', country: 'CH', services: [2] },
  { legalName: 'Cedar Soft Ltd', country: 'GB', lost: [0, 1] },
  { legalName: 'Dorn IT-Service KG', country: 'DE', kind: 'indirect_reseller', lost: [3] },
  { legalName: 'Elm Networks B.V.', country: 'NL' },
  { legalName: 'Fjord Teknik AB', country: 'SE', kind: 'indirect_reseller' },
  { legalName: 'Ginkgo Conseil SARL', country: 'FR' },
  { legalName: 'Hasel Systemhaus GmbH', country: 'DE', lost: [3] },
  { legalName: 'Iris Datentechnik GmbH', country: 'AT', kind: 'indirect_reseller' },
  { legalName: 'Juniper Lane Consulting Ltd', country: 'IE' },
  { legalName: 'Kiefer & Söhne IT-Dienstleistungen für den Mittelstand GmbH & Co. KG', country: 'DE' },
  { legalName: 'Łódź Cloud Sp. z o.o.', country: 'PL' },
  { legalName: '上海云帆信息技术有限公司', country: 'CN' },
]
const frozen = 'Birch Systems AG'

export async function seedRelationships(
  actors: Actors,
  customer: SeededCustomer,
  provider: SeededPartner,
  operator: Actor,
): Promise<void> {
  for (const [index, { services = [], lost = [], ...other }] of others.entries()) {
    const partnerId = await insertOther(actors, other, String(5_100_101 + index))
    // All of it before others got these services.
    const taken = { lost, at: ago(38.5 - index / 10) }
    await accept(actors, customer, { partnerId, services, taken, at: ago(39.8 - index / 20) })
    if (other.legalName === frozen)
      await asOperator(actors.database, operator.id, (db) =>
        savePartnerStanding(db, partnerId, { status: 'active', privilegesFrozenAt: ago(2) }),
      )
  }
  const id = await accept(actors, customer, { partnerId: provider.id, services: [], at: ago(30) })
  const attestation = { given: true, version: attestationVersion }
  const { customerRemoval } = await actors.at(ago(5), provider.people[0])
  await customerRemoval.remove({ id, typedName: customer.legalName, attestation, ...once() })
}

const insertOther = (
  { database, keyring, cloud }: Actors,
  { kind: usual = 'direct_bill', ...other }: { legalName: string; country: string; kind?: PartnerKind },
  partnerId: string,
): Promise<Id<'organisation'>> =>
  asAuth(database, null, async (db) => {
    const id = newId<'organisation'>()
    const kind = cloud.enrolment.kinds.includes(usual) ? usual : 'direct_bill'
    const partner = atHome(other, cloud.enrolment.countries)
    const facts = { id, kind, partnerId, status: 'active' as const, verifiedAt: joinedAt, ...partner }
    await insertPartner(db, facts, joinedAt)
    await insertPartnerLinks(db, { id, kind }, keyring.link.newest, joinedAt)
    return id
  })

/** The customer accepts a partner, and perhaps takes services away again. */
async function accept(
  { database, cloud }: Actors,
  { admin, ...customer }: SeededCustomer,
  { partnerId, services, at, taken }: Acceptance,
): Promise<Id<'relationship'>> {
  const partner = { organisationId: partnerId, audience: 'partner', personId: null } as const
  const link = await asTenant(database, partner, (db) =>
    findLinkOf(db, { partnerId, providerId: null }, true),
  )
  if (!link) throw new Error('The partner has no link.')
  const named = (places: number[]) => places.flatMap((place) => cloud.services[place]?.id ?? [])
  const [kept, lost] = [named(services), named(taken?.lost ?? [])]
  const customerId = customer.id
  const scope = { organisationId: customerId, audience: 'customer', personId: admin.id } as const
  return asTenant(database, { ...scope, linkId: link.id }, async (db) => {
    const accepted = { cloud, customer, admin, link, services: [...kept, ...lost] }
    const id = await insertAccepting(db, accepted, at)
    if (taken && lost.length > 0) {
      const removal = { customerId, by: admin.id, reason: 'removed_by_customer' as const }
      await endRemovedGrants(db, removal, partnerId, lost, taken.at)
      await saveRelationship(db, customerId, partnerId, { services: kept })
    }
    return id
  })
}
type Acceptance = {
  partnerId: Id<'organisation'>
  services: number[]
  at: Date
  taken?: { lost: number[]; at: Date }
}
