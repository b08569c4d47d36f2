// The demo's reseller works with its provider: customers that both have, some of one of them alone, and joint requests.
import { linkToken } from '@entente/auth/link-token'
import { newId } from '@entente/db/core/new-id'
import { asAuth, asTenant } from '@entente/db/core/scopes'
import { insertAccount, insertMembership } from '@entente/db/identity/accounts'
import { insertCustomer } from '@entente/db/identity/organisations'
import { findLinkOf, type RelationshipLink } from '@entente/db/relationship/relationship-links'
import { saveRecipientStatuses } from '@entente/db/relationship/relationship-requests'
import { insertOutcome } from '@entente/db/relationship/request-log'
import { mayAuthorLinks } from '@entente/domain/relationship/relationship-link'
import { type Actor, type Actors, ago, joinedAt, once } from './seed-actors.ts'
import { countryFor } from './seed-home.ts'
import type { SeededPartner } from './seed-partners.ts'
import { send } from './seed-requests.ts'

const customers = [
  { name: 'Bellows College', domain: 'bellows.example', by: 'both' },
  { name: 'Munson’s Pickles Ltd', domain: 'munsons.example', by: 'both' },
  { name: 'Woodgrove Bank', domain: 'woodgrove.example', by: 'both' },
  { name: 'Humongous Insurance', domain: 'humongous.example', by: 'both' },
  { name: 'Graphic Design Institute', domain: 'gdi.example', by: 'both' },
  { name: 'Southridge Video Ltd', domain: 'southridge.example', by: 'both' },
  { name: 'Nod Publishers', domain: 'nod.example', by: 'reseller' },
  { name: 'The Phone Company', domain: 'phone-company.example', by: 'reseller' },
  { name: 'Wingtip Toys Ltd', domain: 'wingtip.example', by: 'provider' },
  { name: 'Fourth Coffee', domain: 'fourthcoffee.example', by: 'provider' },
] as const

const requests = [
  { days: 11, address: 'it@bellows.example', status: 'delivered' },
  { days: 6, address: 'office@vanarsdel.example', status: 'delivered' },
  { days: 1, address: 'hello@treeline.example', status: 'bounced' },
] as const

export async function seedSharedCustomers(
  actors: Actors,
  reseller: SeededPartner,
  provider: SeededPartner,
): Promise<void> {
  const { cloud, database } = actors
  if (!cloud.indirect.isOn) return
  const asPartner = ({ id }: SeededPartner) =>
    ({ organisationId: id, audience: 'partner', personId: null }) as const
  const linkOf = (of: SeededPartner, parties: Parameters<typeof findLinkOf>[1]) =>
    asTenant(database, asPartner(of), (db) => findLinkOf(db, parties, true))
  const links = {
    both: await linkOf(reseller, { partnerId: reseller.id, providerId: provider.id }),
    reseller: await linkOf(reseller, { partnerId: reseller.id, providerId: null }),
    provider: await linkOf(provider, { partnerId: provider.id, providerId: null }),
  }
  for (const [index, customer] of customers.entries())
    await seedAccepting(actors, customer, tokenOf(actors, links[customer.by]), 20 - 2 * index)
  // Where links are the provider's alone, it asks for both (D-05).
  const isByReseller = mayAuthorLinks(cloud, 'indirect_reseller', true).ok
  const [author, other] = isByReseller ? [reseller, provider] : [provider, reseller]
  const [person] = author.people
  if (!person) throw new Error('The author of joint requests has no people.')
  for (const { days, address, status } of requests) {
    const recipientId = await send(actors, person, address, ago(days), other.id)
    if (!recipientId) continue
    await asTenant(database, asPartner(author), (db) =>
      saveRecipientStatuses(db, author.id, [recipientId], status, ago(days)),
    )
  }
  await asTenant(database, asPartner(author), (db) =>
    insertOutcome(db, author.id, {
      ...{ id: newId(), kind: 'declined', customerName: 'City Power & Light', relationshipId: null },
      ...{ otherPartyId: other.id, occurredAt: ago(3) },
    }),
  )
}

function tokenOf({ keyring, cloud }: Actors, link?: RelationshipLink) {
  if (!link) throw new Error('A link of the demo is missing.')
  const { id, kid, version } = link
  return linkToken(keyring.link, { cloud: cloud.id, kind: 'relationship', id, kid, version })
}

/** A new customer accepts a link for all services, as its global admin. */
async function seedAccepting(
  { at, cloud, database }: Actors,
  { name: legalName, domain }: (typeof customers)[number],
  token: string,
  days: number,
): Promise<void> {
  const id = newId<'organisation'>()
  const admin: Actor = { id: newId(), membershipId: newId(), audience: 'customer' }
  const country = countryFor('GB', cloud.customers.countries)
  await asAuth(database, null, async (db) => {
    await insertCustomer(db, { id, legalName, country, domain }, joinedAt)
    const account = { id: admin.id, email: `admin@${domain}`, name: 'Robin Hughes', audience: admin.audience }
    // Without a password: these people do not sign in.
    await insertAccount(db, { ...account, passwordHash: null }, joinedAt)
    const membership = {
      id: admin.membershipId,
      accountId: admin.id,
      audience: admin.audience,
      organisationId: id,
    }
    await insertMembership(db, { ...membership, status: 'active', roles: ['global_admin'] }, joinedAt)
  })
  const { invitation } = await at(ago(days), admin)
  await invitation.accept({
    token,
    agreement: { accepted: true, version: cloud.agreements.customer.version },
    services: cloud.services.map((service) => ({ service: service.id, choice: 'grant', holderSeen: null })),
    ...once(),
  })
}
