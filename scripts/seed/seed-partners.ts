// The history of the demo's partners: their companies were verified long ago, one of them requests a new address, and the
// direct-bill partner has added and removed users.

import { asOperator, asTenant } from '@entente/db/core/scopes'
import { confirmCompanyProfile, saveCompanyProfile } from '@entente/db/enrolment/partner-profiles'
import type { Id } from '@entente/domain/core/id'
import { type Actor, type Actors, ago, joinedAt, once } from './seed-actors.ts'
import { homeOf } from './seed-companies.ts'

export type SeededPartner = {
  id: Id<'organisation'>
  legalName: string
  country: string
  people: (Actor & { name: string; email: string; leaves?: true })[]
}

export async function seedPartners(
  actors: Actors,
  partners: SeededPartner[],
  operator: Actor,
): Promise<void> {
  for (const partner of partners) await seedProfile(actors, partner, operator)
  const [billing, , moving] = partners
  if (!billing || !moving) throw new Error('The demo needs a direct-bill partner and a provider.')
  await seedUsers(actors, billing)
  await seedChange(actors, moving)
  if (actors.cloud.indirect.isOn) await seedEntry(actors, moving, operator)
}

/** Gives a partner the profile that an operator verified when it enrolled. */
async function seedProfile({ database }: Actors, partner: SeededPartner, operator: Actor): Promise<void> {
  const { id, country, people } = partner
  const [admin] = people
  if (!admin) throw new Error(`${partner.legalName} has no people.`)
  const { phone, line1, city, region, postalCode } = homeOf(country)
  const card = {
    ...{ registrationNumber: '30112 456', addressLine1: line1, city, region: region || null, postalCode },
    ...{ contactIsApplicant: true, contactName: admin.name, contactEmail: admin.email },
    ...{
      contactPhone: phone.replaceAll(' ', ''),
      contactStatus: 'verified' as const,
      contactVerifiedAt: joinedAt,
    },
    ...{ supportEmail: admin.email.replace(/^.*@/, 'help@'), supportPhone: phone.replaceAll(' ', '') },
  }
  const { supportEmail, supportPhone, ...reviewed } = card
  const scope = { organisationId: id, audience: 'partner', personId: null } as const
  await asTenant(database, scope, (db) =>
    saveCompanyProfile(db, id, { supportEmail, supportPhone }, joinedAt),
  )
  // A partner cannot verify its own contact.
  await asOperator(database, operator.id, async (db) => {
    await saveCompanyProfile(db, id, reviewed, joinedAt)
    await confirmCompanyProfile(db, id)
  })
}

/** A provider writes its entry in the directory, and an operator lists it. */
async function seedEntry(
  { at }: Actors,
  { id, country, people: [admin] }: SeededPartner,
  operator: Actor,
): Promise<void> {
  const { providers } = await at(ago(30), admin)
  await providers.saveEntry({
    countries: ['FR', 'BE', 'CH', 'DE', 'GB'],
    region: '',
    services: ['training', 'marketing', 'credit', 'technical_support'],
    languages: ['fr', 'en', 'de'],
    programmes: 'Three tiers, by yearly turnover. A partner manager from the first day.',
    supportLevel: 'Tickets around the clock, by phone on working days from 8:00 to 18:00.',
    conditions: 'Monthly billing, 30 days net.',
    email: 'resellers@trey.example',
    phone: homeOf(country).phone,
    website: 'https://trey.example/resellers',
    country,
    ...once(),
  })
  const { operatorPartners } = await at(ago(29), operator)
  await operatorPartners.listProvider({ id, reason: 'The company was visited.', ...once() })
}

/** An enrolled partner changes its address, which is reviewed while the account stays usable (§4.2). */
async function seedChange({ at }: Actors, { country, legalName, people }: SeededPartner): Promise<void> {
  const { partnerAccount } = await at(ago(1.5), people[0])
  const { version } = await partnerAccount.get()
  const { phone: _, ...address } = homeOf(country)
  const moved = { ...address, line1: address.line1.replace(/\d+/, '115'), line2: '' }
  await partnerAccount.changeProfile({
    legalName,
    registrationNumber: '30112 456',
    country,
    ...moved,
    version,
    ...once(),
  })
}

/** A user who has not signed in yet, and a removed user who can be restored. */
async function seedUsers({ at }: Actors, { people: [admin, ...others] }: SeededPartner): Promise<void> {
  const left = others.find(({ leaves }) => leaves)
  const added = { name: 'Yuki Mori', email: 'yuki@northwind.example', agentType: 'sales_agent' as const }
  const { users } = await at(ago(1.2), admin)
  await users.add({ ...added, ...once() })
  if (left) await users.remove({ id: left.membershipId, ...once() })
}
