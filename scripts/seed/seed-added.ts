// Customers that nobody asked by a link: those that the partner added itself, and those that the operator's other portals
// record for it.
import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { asAuth, asTenant } from '@entente/db/core/scopes'
import { takeInKnownCustomers } from '@entente/db/customer/known-customers'
import { listAccounts, savePassword } from '@entente/db/identity/accounts'
import { type Actor, type Actors, ago, newPassword, once } from './seed-actors.ts'
import { countryFor } from './seed-home.ts'
import type { SeededPartner } from './seed-partners.ts'

const added = [
  { legalName: 'Tailspin Toys', country: 'DE', tenant: 'tailspintoys', adminName: 'Mara Lindqvist' },
  { legalName: 'Munson’s Pickles', country: 'AT', tenant: 'munsonspickles', adminName: 'Emil Gruber' },
]

/** Adds customers: one admin has a password of their own since, another still has to change the first one. */
export async function seedAdded({ at, cloud, database }: Actors, person: Actor): Promise<void> {
  if (!cloud.customers.newAllowed) return
  const { addedCustomers } = await at(ago(3), person)
  const home = added.map((one) => ({ ...one, country: countryFor(one.country, cloud.customers.countries) }))
  const emails: string[] = []
  for (const one of home) emails.push((await addedCustomers.add({ ...one, ...once() })).email)
  const [email = ''] = emails
  const [account] = await asAuth(database, null, (db) => listAccounts(db, 'customer', email))
  if (!account) throw new Error('The first admin was not added.')
  const hash = await hashPassword(newPassword(), cloud.passwordHash)
  await asAuth(database, account.id, (db) => savePassword(db, account.id, hash, ago(2)))
}

/** Each by the place of its partner among those of the demo; the last ones belong to a company that has not enrolled. */
const known = [
  { partner: 0, legalName: 'Wingtip Toys', country: 'DE', domain: 'wingtiptoys.example' },
  { partner: 0, legalName: 'Lamna Healthcare', country: 'NL', domain: 'lamna.example' },
  { partner: 3, legalName: 'Trey Research AG', country: 'CH', domain: 'treyresearch.example' },
  { partner: 99, legalName: 'City Power & Light', country: 'FR', domain: 'citypower.example' },
  { partner: 99, legalName: 'Best For You Organics', country: 'IE', domain: 'bestforyou.example' },
]

/** Loads the operator's directory of customers, and takes in those of the partners as the worker does. */
export async function seedKnownCustomers(
  { at, cloud, database }: Actors,
  operator: Actor,
  { partners, firstNumber }: { partners: readonly SeededPartner[]; firstNumber: number },
): Promise<void> {
  const now = ago(4)
  const lines = known.map(({ partner, legalName, country, domain }) =>
    [firstNumber + partner, legalName, countryFor(country, cloud.customers.countries), domain].join(','),
  )
  const file = Buffer.from(['partner_id,organisation,country,domain', ...lines].join('\n')).toString('base64')
  const { knownCustomers } = await at(now, operator)
  await knownCustomers.import({ file, ...once() })
  const actor = { kind: 'system' as const, name: 'partner.known-customers', requestId: randomUUID() }
  for (const { id: organisationId } of partners)
    await asTenant(database, { organisationId, audience: 'partner', personId: null }, (db) =>
      takeInKnownCustomers(db, organisationId, { actor, now, limit: known.length }),
    )
}
