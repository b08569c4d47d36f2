import type { Id } from '@entente/domain/core/id'
import type { PartnerKind, PartnerStatus } from '@entente/domain/core/organisation'
import type { CustomerRole, OperatorRole, PartnerRole } from '@entente/domain/core/role'
import { domainOf } from '@entente/domain/identity/account'
import { consentVersion } from '@entente/domain/partner/partnership'
import type { Database } from '../src/core/database.ts'
import { newId } from '../src/core/new-id.ts'
import { asAuth, asTenant } from '../src/core/scopes.ts'
import { insertPartner } from '../src/enrolment/enrolments.ts'
import { insertAccount, insertMembership } from '../src/identity/accounts.ts'
import { saveOrganisationDomain } from '../src/identity/organisation-domains.ts'
import { insertCustomer } from '../src/identity/organisations.ts'
import { insertPartnership } from '../src/partner/partnerships.ts'
import { insertJointLinks, insertPartnerLinks } from '../src/relationship/relationship-links.ts'

export const fixtureKid = 'k1'

let count = 0

/** Creates a partner with both of its links and one person, committed. Every call creates another one. */
export async function givenPartner(
  database: Database,
  options: {
    legalName?: string
    kind?: PartnerKind
    status?: PartnerStatus
    roles?: PartnerRole[]
    kid?: string
  } = {},
) {
  const number = ++count
  const now = new Date()
  const id = newId<'organisation'>()
  const kid = options.kid ?? fixtureKid
  const legalName = options.legalName ?? `Partner ${number}`
  const links = await asAuth(database, null, async (db) => {
    const { kind = 'direct_bill', status = 'active' } = options
    await insertPartner(
      db,
      { id, legalName, country: 'DE', kind, partnerId: `P${id.slice(-12)}`, status, verifiedAt: now },
      now,
    )
    return insertPartnerLinks(db, { id, kind }, kid, now)
  })
  const person = await givenPerson(database, {
    organisationId: id,
    audience: 'partner',
    roles: options.roles ?? ['global_admin', 'admin_agent'],
  })
  const domain = domainOf(person.email)
  await asAuth(database, null, (db) =>
    saveOrganisationDomain(db, { organisationId: id, provenBy: 'admin', domain }, now),
  )
  return { id, legalName, links, person }
}

/** Makes a reseller and its provider partners of each other, with their joint links, committed. */
export async function givenPartnership(
  database: Database,
  { reseller, provider, kid = fixtureKid }: Record<Side, Given> & { kid?: string },
) {
  const id = newId<'partnership'>()
  const [personId, linkId] = [reseller.person.id, provider.links.partnership]
  const scope = { organisationId: reseller.id, audience: 'partner' as const, personId, linkId }
  const sides = { providerId: provider.id, resellerId: reseller.id }
  const links = await asTenant(database, scope, async (db) => {
    const authorised = { since: new Date(), authorisedBy: personId, consentVersion }
    await insertPartnership(db, { id, ...sides, ...authorised, linkId })
    return insertJointLinks(db, sides, kid, new Date())
  })
  return { id, links }
}
type Side = 'reseller' | 'provider'
type Given = Awaited<ReturnType<typeof givenPartner>>

/** Creates a customer with its global admin, committed. */
export async function givenCustomer(
  database: Database,
  options: { legalName?: string; country?: string; domain?: string | null; roles?: CustomerRole[] } = {},
) {
  const number = ++count
  const id = newId<'organisation'>()
  const legalName = options.legalName ?? `Customer ${number}`
  const domain = options.domain === undefined ? `customer-${id.slice(-12)}.example` : options.domain
  await asAuth(database, null, (db) =>
    insertCustomer(db, { id, legalName, country: options.country ?? 'FR', domain }, new Date()),
  )
  const person = await givenPerson(database, {
    organisationId: id,
    audience: 'customer',
    roles: options.roles ?? ['global_admin'],
  })
  return { id, legalName, domain, person }
}

/** Adds a person to an organisation, committed. Without a given hash no password fits. */
export async function givenPerson(
  database: Database,
  options: {
    organisationId: Id<'organisation'>
    audience: 'partner' | 'customer'
    roles: (PartnerRole | CustomerRole)[]
    status?: 'active' | 'requested'
    passwordHash?: string
  },
) {
  const id = newId<'account'>()
  const membershipId = newId<'membership'>()
  const email = `person-${id.slice(-12)}@${options.audience}.example`
  const name = `Person ${++count}`
  await asAuth(database, null, async (db) => {
    const now = new Date()
    const { audience, organisationId, roles, status = 'active', passwordHash = 'none' } = options
    await insertAccount(db, { id, audience, email, name, passwordHash }, now)
    await insertMembership(
      db,
      {
        id: membershipId,
        accountId: id,
        audience,
        organisationId,
        status,
        roles: status === 'active' ? roles : [],
      },
      now,
    )
  })
  return { id, membershipId, email, name }
}

/** Adds an operator of the instance, committed. */
export async function givenOperator(
  database: Database,
  passwordHash = 'none',
  role: OperatorRole = 'support_operator',
) {
  const id = newId<'account'>()
  const membershipId = newId<'membership'>()
  const email = `operator-${id.slice(-12)}@operator.example`
  await asAuth(database, null, async (db) => {
    const now = new Date()
    const name = 'Operator'
    await insertAccount(db, { id, audience: 'operator', email, name, passwordHash }, now)
    const roles = [role]
    const status = 'active'
    await insertMembership(
      db,
      { id: membershipId, accountId: id, audience: 'operator', organisationId: null, status, roles },
      now,
    )
  })
  return { id, membershipId, email }
}
