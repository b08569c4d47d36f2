// Fills the demo database of `npm start`: organisations of each kind with their people, companies that enrol, a membership
// directory. Prints the accounts and logins as JSON, passwords included. Refuses any database that `npm start` did not make.
import { readKeyring } from '@entente/auth/keyring'
import { hashPassword } from '@entente/auth/password'
import { seal } from '@entente/auth/sealed'
import { base32Of, newTotpSecret } from '@entente/auth/totp'
import { cloudOf } from '@entente/clouds/clouds'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { findInstance } from '@entente/db/core/instance'
import { newId } from '@entente/db/core/new-id'
import { type AuthDb, asAuth } from '@entente/db/core/scopes'
import { insertPartner } from '@entente/db/enrolment/enrolments'
import { insertAccount, insertMembership } from '@entente/db/identity/accounts'
import { saveOrganisationDomain } from '@entente/db/identity/organisation-domains'
import { insertCustomer } from '@entente/db/identity/organisations'
import {
  confirmSecondFactor,
  findFactorBeingSetUp,
  saveFactorBeingSetUp,
} from '@entente/db/identity/second-factors'
import { insertPartnerLinks } from '@entente/db/relationship/relationship-links'
import type { Audience } from '@entente/domain/core/audience'
import type { Cloud, CloudId } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import type { PartnerKind } from '@entente/domain/core/organisation'
import { domainOf } from '@entente/domain/identity/account'
import type { DemoAccount, DemoSeed } from '@entente/testkit/demo'
import { seedAccess } from './seed-access.ts'
import { type Actor, joinedAt, newPassword, seedActors } from './seed-actors.ts'
import { seedAdded, seedKnownCustomers } from './seed-added.ts'
import { seedApplications } from './seed-applications.ts'
import { type SeededCustomer, seedCustomers } from './seed-customers.ts'
import { seedDirectory } from './seed-directory.ts'
import { atHome } from './seed-home.ts'
import { seedImport } from './seed-import.ts'
import { forgetMails } from './seed-mails.ts'
import { customers, operators, type Person, partners } from './seed-organisations.ts'
import { type SeededPartner, seedPartners } from './seed-partners.ts'
import { seedPartnerships } from './seed-partnerships.ts'
import { seedProviderReferral, seedReferrals } from './seed-referrals.ts'
import { seedRelationships } from './seed-relationships.ts'
import { seedRequests } from './seed-requests.ts'
import { seedServiceRequests } from './seed-service-requests.ts'
import { seedSharedCustomers } from './seed-shared-customers.ts'
import { seedBusinessProfiles, seedLabels } from './seed-showing.ts'
import { seedSubscriptions } from './seed-subscriptions.ts'

const { DATABASE_URL, DATABASE_DIRECT_URL, ENTENTE_KEYS_FILE } = process.env
if (!DATABASE_URL || !DATABASE_DIRECT_URL || !ENTENTE_KEYS_FILE)
  throw new Error('DATABASE_URL, DATABASE_DIRECT_URL and ENTENTE_KEYS_FILE are needed.')
/** The number of the first of the demo's partners. */
const firstNumber = 5_100_001
const database = openDatabase({ url: DATABASE_URL, connectionsMax: 4 })
const keyring = readKeyring(ENTENTE_KEYS_FILE)
const { waiting, ...seed } = await seedAll()
await forgetMails(DATABASE_DIRECT_URL, waiting)
await closeDatabase(database)
console.log(JSON.stringify(seed))

async function seedAll(): Promise<DemoSeed & { waiting: string[] }> {
  const { cloud, demo } = await asAuth(database, null, findInstance)
  if (!demo) throw new Error('Only a database that `npm start` created takes demo data.')
  const actors = seedActors({ database, keyring, cloud: cloudOf(cloud as CloudId) })
  const given = await asAuth(database, null, (db) => seedOrganisations(db, actors.cloud))
  const [[admin, reviewer], [partner, reseller, provider, rival], [, watchful]] = [
    given.operators,
    given.partners,
    given.customers,
  ]
  if (!admin || !reviewer || !partner || !provider || !rival || !watchful)
    throw new Error('The demo needs three partners, two customers, an operator and a reviewer.')
  await seedPartners(actors, given.partners, admin)
  const [person, imran, claire] = [partner, reseller, provider].map((one) => one?.people[0])
  if (imran && claire) await seedPartnerships(actors, { reseller: imran, provider: claire })
  await seedCustomers(actors, partner.id)
  await seedRelationships(actors, watchful, provider, admin)
  const relationship = await seedAccess(actors, watchful, [partner, rival])
  if (person) await seedServiceRequests(actors, { id: relationship, person, operator: admin })
  await seedSubscriptions(actors, { id: relationship, partner, customer: watchful, operator: admin })
  await seedRequests(actors, partner)
  if (reseller) await seedSharedCustomers(actors, reseller, provider)
  await seedBusinessProfiles(actors, given.partners)
  await seedLabels(actors, partner.people[0])
  if (person) await seedReferrals(actors, { partnerId: partner.id, person, operator: admin })
  if (person) await seedImport(actors, person)
  if (person) await seedAdded(actors, person)
  await seedKnownCustomers(actors, admin, { partners: given.partners, firstNumber })
  if (claire) await seedProviderReferral(actors, claire)
  const membership = await seedDirectory(actors, admin)
  const { waiting, accounts } = await seedApplications(actors, reviewer)
  return { accounts: [...given.accounts, ...accounts], membership, waiting }
}

/** Inserts one organisation of each kind and all people who can sign in, in one transaction. */
async function seedOrganisations(db: AuthDb, { enrolment, customers: buying }: Cloud) {
  const accounts: DemoAccount[] = []
  const seeded: { partners: SeededPartner[]; customers: SeededCustomer[]; operators: Actor[] } = {
    partners: [],
    customers: [],
    operators: [],
  }
  const enrolled = partners.map((partner) => ({
    ...atHome(partner, enrolment.countries),
    kind: enrolment.kinds.includes(partner.kind) ? partner.kind : ('direct_bill' as const),
  }))
  for (const [index, partner] of enrolled.entries()) {
    const id = await givenPartner(db, partner, String(firstNumber + index), keyring.link.newest)
    const people = []
    for (const person of partner.people) {
      const { account, actor } = await givenPerson(db, 'partner', { id, ...partner }, person)
      if (!person.leaves) accounts.push(account)
      people.push({ ...person, ...actor })
    }
    seeded.partners.push({ ...partner, id, people })
  }
  for (const customer of customers.map((one) => atHome(one, buying.countries))) {
    const id = newId<'organisation'>()
    const { legalName, country, domain } = customer
    await insertCustomer(db, { id, legalName, country, domain }, joinedAt)
    const actors: Actor[] = []
    for (const person of customer.people) {
      const { account, actor } = await givenPerson(db, 'customer', { id, legalName, kind: null }, person)
      accounts.push(account)
      actors.push(actor)
    }
    const [admin] = actors
    if (admin) seeded.customers.push({ id, legalName, country, domain, admin })
  }
  for (const person of operators) {
    const { account, actor } = await givenPerson(
      db,
      'operator',
      { id: null, legalName: 'Operator', kind: null },
      person,
    )
    accounts.push(account)
    seeded.operators.push(actor)
  }
  return { accounts, ...seeded }
}

async function givenPartner(
  db: AuthDb,
  { legalName, country, kind, people }: (typeof partners)[number],
  partnerId: string,
  kid: string,
): Promise<Id<'organisation'>> {
  const id = newId<'organisation'>()
  const now = joinedAt
  await insertPartner(db, { id, legalName, country, kind, partnerId, status: 'active', verifiedAt: now }, now)
  const domain = domainOf(people[0]?.email ?? '')
  await saveOrganisationDomain(db, { organisationId: id, provenBy: 'admin', domain }, now)
  await insertPartnerLinks(db, { id, kind }, kid, now)
  return id
}

async function givenPerson(
  db: AuthDb,
  audience: Audience,
  organisation: { id: Id<'organisation'> | null; legalName: string; kind: PartnerKind | null },
  { name, email, roles }: Person,
): Promise<{ account: DemoAccount; actor: Actor }> {
  const password = newPassword()
  const passwordHash = await hashPassword(password)
  const accountId = newId<'account'>()
  const now = joinedAt
  await insertAccount(db, { id: accountId, audience, email, name, passwordHash }, now)
  const membership = { id: newId<'membership'>(), accountId, audience, organisationId: organisation.id }
  await insertMembership(db, { ...membership, status: 'active', roles }, now)
  const totpSecret = audience === 'operator' ? await givenSecondFactor(db, accountId) : null
  const { legalName, kind } = organisation
  return {
    account: {
      audience,
      organisation: legalName,
      kind,
      roles,
      email,
      password,
      totpSecret,
      application: null,
    },
    actor: { id: accountId, membershipId: membership.id, audience },
  }
}

/** Adds a confirmed second factor, which every operator needs to sign in; returns its secret as people type it. */
async function givenSecondFactor(db: AuthDb, accountId: Id<'account'>): Promise<string> {
  const now = new Date()
  const secret = newTotpSecret()
  const { kid, bytes } = seal(keyring.data, 'second factor', accountId, secret)
  const setUp = { accountId, sessionId: newId<'session'>() }
  await saveFactorBeingSetUp(db, setUp, { kid, secret: bytes }, now)
  const factor = await findFactorBeingSetUp(db, setUp, new Date(0))
  if (!factor) throw new Error('The second factor was not saved.')
  await confirmSecondFactor(db, accountId, { id: factor.id, step: 0 }, now)
  return base32Of(secret)
}
