// Fills the demo database of `npm start` with one organisation of each kind and prints its accounts as JSON, passwords
// included. Refuses any database that `npm start` did not make. All of it or nothing: it is one transaction.
import { randomBytes } from 'node:crypto'
import { readKeyring } from '@entente/auth/keyring'
import { hashPassword } from '@entente/auth/password'
import { seal } from '@entente/auth/sealed'
import { base32Of, newTotpSecret } from '@entente/auth/totp'
import { insertAccount, insertMembership } from '@entente/db/accounts'
import { closeDatabase, openDatabase } from '@entente/db/database'
import { findInstance } from '@entente/db/instance'
import { newId } from '@entente/db/new-id'
import { insertCustomer, insertPartner } from '@entente/db/organisations'
import { insertLinks } from '@entente/db/relationship-links'
import { type AuthDb, asAuth } from '@entente/db/scopes'
import { confirmSecondFactor, findFactorBeingSetUp, saveFactorBeingSetUp } from '@entente/db/second-factors'
import type { Audience } from '@entente/domain/audience'
import type { Id } from '@entente/domain/id'
import type { PartnerKind } from '@entente/domain/organisation'
import type { Role } from '@entente/domain/role'
import type { DemoAccount } from '@entente/testkit/demo'

type Person = { name: string; email: string; roles: Role[] }

const partners: { legalName: string; country: string; kind: PartnerKind; people: Person[] }[] = [
  {
    legalName: 'Northwind Cloud GmbH',
    country: 'DE',
    kind: 'direct_bill',
    people: [
      { name: 'Nora Winter', email: 'nora@northwind.example', roles: ['global_admin', 'admin_agent'] },
      { name: 'Sami Aalto', email: 'sami@northwind.example', roles: ['sales_agent'] },
      { name: 'Hanna Berg', email: 'hanna@northwind.example', roles: ['helpdesk_agent'] },
    ],
  },
  {
    legalName: 'Adventure Resell Ltd',
    country: 'GB',
    kind: 'indirect_reseller',
    people: [
      { name: 'Imran Shah', email: 'imran@adventure.example', roles: ['global_admin', 'admin_agent'] },
    ],
  },
  {
    legalName: 'Trey Distribution S.A.S.',
    country: 'FR',
    kind: 'indirect_provider',
    people: [{ name: 'Claire Moreau', email: 'claire@trey.example', roles: ['global_admin', 'admin_agent'] }],
  },
  {
    legalName: 'Lucerne Systems AG',
    country: 'CH',
    kind: 'direct_bill',
    people: [{ name: 'Luca Meier', email: 'luca@lucerne.example', roles: ['global_admin', 'admin_agent'] }],
  },
]

const customers: { legalName: string; country: string; domain: string; people: Person[] }[] = [
  {
    legalName: 'Contoso Bakeries',
    country: 'IE',
    domain: 'contoso.example',
    people: [
      { name: 'Ada Byrne', email: 'ada@contoso.example', roles: ['global_admin'] },
      { name: 'Tom Kelly', email: 'tom@contoso.example', roles: ['user'] },
    ],
  },
  {
    legalName: 'Fabrikam Möbel KG',
    country: 'DE',
    domain: 'fabrikam.example',
    people: [{ name: 'Jürgen Weiß', email: 'juergen@fabrikam.example', roles: ['global_admin'] }],
  },
]

const operators: Person[] = [
  { name: 'Olivia Grant', email: 'olivia@operator.example', roles: ['operator_admin'] },
]

const { DATABASE_URL, ENTENTE_KEYS_FILE } = process.env
if (!DATABASE_URL || !ENTENTE_KEYS_FILE) throw new Error('DATABASE_URL and ENTENTE_KEYS_FILE are needed.')
const database = openDatabase({ url: DATABASE_URL, connectionsMax: 2 })
const keyring = readKeyring(ENTENTE_KEYS_FILE)
const accounts = await asAuth(database, null, async (db) => {
  const { demo } = await findInstance(db)
  if (!demo) throw new Error('This database was not made by `npm start`: demo data is only for those.')
  return seed(db, keyring.link.newest)
})
await closeDatabase(database)
console.log(JSON.stringify(accounts))

async function seed(db: AuthDb, kid: string): Promise<DemoAccount[]> {
  const made: DemoAccount[] = []
  for (const [index, partner] of partners.entries()) {
    const id = await givenPartner(db, partner, String(5_100_001 + index), kid)
    for (const person of partner.people)
      made.push(await givenPerson(db, 'partner', { id, ...partner }, person))
  }
  for (const customer of customers) {
    const id = newId<'organisation'>()
    const { legalName, country, domain } = customer
    await insertCustomer(db, { id, legalName, country, domain }, new Date())
    for (const person of customer.people)
      made.push(await givenPerson(db, 'customer', { id, legalName, kind: null }, person))
  }
  for (const person of operators)
    made.push(await givenPerson(db, 'operator', { id: null, legalName: 'Operator', kind: null }, person))
  return made
}

async function givenPartner(
  db: AuthDb,
  { legalName, country, kind }: (typeof partners)[number],
  partnerId: string,
  kid: string,
): Promise<Id<'organisation'>> {
  const id = newId<'organisation'>()
  const now = new Date()
  await insertPartner(db, { id, legalName, country, kind, partnerId, status: 'active', verifiedAt: now }, now)
  const link = () => ({ id: newId<'link'>(), partnerId: id, kid })
  await insertLinks(
    db,
    [
      { ...link(), withPrivileges: false },
      { ...link(), withPrivileges: true },
    ],
    now,
  )
  return id
}

async function givenPerson(
  db: AuthDb,
  audience: Audience,
  organisation: { id: Id<'organisation'> | null; legalName: string; kind: PartnerKind | null },
  { name, email, roles }: Person,
): Promise<DemoAccount> {
  const password = randomBytes(12).toString('base64url')
  const passwordHash = await hashPassword(password)
  const accountId = newId<'account'>()
  const now = new Date()
  await insertAccount(db, { id: accountId, audience, email, name, passwordHash }, now)
  const membership = { id: newId<'membership'>(), accountId, audience, organisationId: organisation.id }
  await insertMembership(db, { ...membership, status: 'active', roles }, now)
  const totpSecret = audience === 'operator' ? await givenSecondFactor(db, accountId) : null
  return {
    audience,
    organisation: organisation.legalName,
    kind: organisation.kind,
    roles,
    email,
    password,
    totpSecret,
  }
}

/** A confirmed second factor, since no operator signs in without one; answers its secret as people type it. */
async function givenSecondFactor(db: AuthDb, accountId: Id<'account'>): Promise<string> {
  const now = new Date()
  const secret = newTotpSecret()
  const { kid, bytes } = seal(keyring.data, accountId, secret)
  await saveFactorBeingSetUp(db, accountId, { kid, secret: bytes }, now)
  const factor = await findFactorBeingSetUp(db, accountId, new Date(0))
  if (!factor) throw new Error('The second factor was not saved.')
  await confirmSecondFactor(db, accountId, { id: factor.id, step: 0 }, now)
  return base32Of(secret)
}
