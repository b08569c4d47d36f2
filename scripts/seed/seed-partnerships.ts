// The partnerships of the demo: a provider with many resellers, and a reseller with two providers.
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { insertPartner } from '@entente/db/enrolment/enrolments'
import { insertAccount, insertMembership } from '@entente/db/identity/accounts'
import { insertPartnerLinks } from '@entente/db/relationship/relationship-links'
import type { PartnerKind } from '@entente/domain/core/organisation'
import { consentVersion } from '@entente/domain/partner/partnership'
import { type Actor, type Actors, ago, joinedAt, once } from './seed-actors.ts'
import { atHome } from './seed-home.ts'

type Company = { legalName: string; country: string; kind: PartnerKind; person: string }

const secondProvider: Company = {
  ...{ legalName: 'Wide World Distribution AB', country: 'SE', kind: 'indirect_provider' },
  person: 'Elin Sjöberg',
}
const resellers: readonly [legalName: string, country: string, person: string][] = [
  ['Blue Yonder IT GmbH', 'DE', 'Katrin Sommer'],
  ['City Power & Light Services Ltd', 'GB', 'Gareth Pugh'],
  ['Consolidated Messenger SARL', 'FR', 'Hugo Lefèvre'],
  ['Fourth Coffee Systems ApS', 'DK', 'Mette Holm'],
  ['Graphic Design Cloud OÜ', 'EE', 'Kadri Tamm'],
  ['Humongous Consulting AG', 'CH', 'Urs Keller'],
  ['Litware Managed Services BV', 'NL', 'Femke Bakker'],
  ['Margie’s Cloud Travel S.r.l.', 'IT', 'Giulia Conti'],
  ['Munson’s Systemhaus KG', 'DE', 'Björn Albrecht'],
  ['Proseware Oy', 'FI', 'Aino Laine'],
  ['Relecloud Sp. z o.o.', 'PL', 'Zofia Kowalska'],
  ['Southridge Cloud S.L.', 'ES', 'Inés Navarro'],
  ['Tailspin Technik GmbH', 'AT', 'Lukas Gruber'],
  ['Woodgrove Digital Lda', 'PT', 'Rui Carvalho'],
]

export async function seedPartnerships(
  actors: Actors,
  { reseller, provider }: { reseller: Actor; provider: Actor },
): Promise<void> {
  if (!actors.cloud.indirect.isOn) return
  const token = await tokenOf(actors, provider)
  const second = await tokenOf(actors, await givenCompany(actors, secondProvider, 0))
  await authorise(actors, reseller, token, 31)
  await authorise(actors, reseller, second, 12)
  for (const [at, [legalName, country, person]] of resellers.entries()) {
    const company = { legalName, country, kind: 'indirect_reseller', person } as const
    await authorise(actors, await givenCompany(actors, company, at + 1), token, 30 - 2 * at)
  }
  // What the provider's admin agent read in the account of its first reseller.
  const { partnerships } = await actors.at(ago(5), provider)
  const [first] = (await partnerships.list({ search: 'Adventure' })).partnerships
  if (first) for (const page of ['account', 'users'] as const) await partnerships[page]({ id: first.id })
}

async function tokenOf(actors: Actors, provider: Actor): Promise<string> {
  const { relationshipRequest } = await actors.at(ago(35), provider)
  const { link } = await relationshipRequest.draft({ to: 'resellers' })
  return link.split('/').at(-1) ?? ''
}

async function authorise(actors: Actors, reseller: Actor, token: string, days: number) {
  const { partnerships } = await actors.at(ago(days), reseller)
  await partnerships.authorise({ token, consent: { given: true, version: consentVersion }, ...once() })
}

/** A company whose people nobody signs in as: no password fits. */
const givenCompany = ({ database, keyring, cloud }: Actors, company: Company, at: number): Promise<Actor> =>
  asAuth(database, null, async (db) => {
    const [id, accountId, membershipId] = [newId<'organisation'>(), newId<'account'>(), newId<'membership'>()]
    const { legalName, country, kind, person: name } = atHome(company, cloud.enrolment.countries)
    const [audience, status] = ['partner' as const, 'active' as const]
    const partner = { id, legalName, country, kind, partnerId: String(5_200_001 + at), status }
    await insertPartner(db, { ...partner, verifiedAt: joinedAt }, joinedAt)
    await insertPartnerLinks(db, partner, keyring.link.newest, joinedAt)
    const email = `admin@partner-${at}.example`
    await insertAccount(db, { id: accountId, audience, email, name, passwordHash: 'none' }, joinedAt)
    const roles = ['global_admin' as const, 'admin_agent' as const]
    const membership = { id: membershipId, accountId, audience, organisationId: id, status, roles }
    await insertMembership(db, membership, joinedAt)
    return { id: accountId, membershipId, audience }
  })
