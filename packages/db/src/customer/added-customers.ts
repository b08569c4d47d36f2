import type { Id } from '@entente/domain/core/id'
import { beginRelationship } from '@entente/domain/relationship/relationship'
import { sql } from 'kysely'
import { sendBehind } from '../core/batch.ts'
import { newId } from '../core/new-id.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { cutOf } from '../core/search.ts'
import { insertRelationships } from '../relationship/relationships.ts'

export type NewCustomer = {
  id: Id<'organisation'>
  legalName: string
  country: string
  domain: string
  admin: { accountId: Id<'account'>; name: string; email: string }
}

/** Those of these domains that a customer of anybody has. */
export async function takenDomains(db: PartnerDb, domains: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ domain: string }>`
    select domain from taken_domains(${domains}::text[]) as taken (domain)`.execute(db)
  return new Set(rows.map(({ domain }) => domain))
}

/**
 * Writes new customers, each with its first admin and the relationships with the partner and, where a provider adds it for
 * one, the reseller. Row-level security shows an account only to those who made it, so each row is written before the one
 * that needs to see it. Returns the ids of the partner's own relationships, in the same order.
 */
export async function insertAddedCustomers(
  db: PartnerDb,
  customers: readonly NewCustomer[],
  by: {
    partnerId: Id<'organisation'>
    resellerId: Id<'organisation'> | null
    addedBy: Id<'account'>
  },
  now: Date,
): Promise<Id<'relationship'>[]> {
  const { partnerId, resellerId } = by
  const organisations = customers.map(({ id, legalName, country, domain }) => ({
    ...{ id, legalName, country, domain, kind: 'customer', createdAt: now, madeBy: partnerId },
    ...cutOf(legalName, domain),
  }))
  // Awaited, so that its caller learns when somebody has just taken a domain.
  await db.insertInto('organisation').values(organisations).execute()
  const accounts = customers.map(({ admin: { accountId: id, email, name } }) => ({
    ...{ id, audience: 'customer', email, name, addedBy: partnerId, createdAt: now },
    ...cutOf(name, email),
  }))
  await sendBehind(db, db.insertInto('auth.account').values(accounts))
  const added = customers.map(({ id: customerId, admin: { accountId } }) => ({
    ...{ ...by, customerId, accountId, addedAt: now },
  }))
  await sendBehind(db, db.insertInto('addedCustomer').values(added))
  const memberships = added.map(({ customerId: organisationId, accountId }) => ({
    ...{ id: newId<'membership'>(), accountId, audience: 'customer', organisationId },
    ...{ status: 'active', roles: ['global_admin'], createdAt: now },
  }))
  await sendBehind(db, db.insertInto('auth.membership').values(memberships))
  const sides = [partnerId, ...(resellerId ? [resellerId] : [])]
  const relationships = sides.flatMap((side) =>
    customers.map(({ id, legalName, country, domain }) => ({
      ...{ id: newId<'relationship'>(), customer: { id, legalName, country, domain }, partnerId: side },
      ...{ status: beginRelationship('create'), origin: 'created' as const, services: [] },
    })),
  )
  await insertRelationships(db, relationships, now)
  return relationships.slice(0, customers.length).map(({ id }) => id)
}

export type AddedCustomer = {
  accountId: Id<'account'>
  partnerId: Id<'organisation'>
  email: string
  name: string
  /** Whether the first admin has a password of their own, so that nobody else sets one any more. */
  hasSignedIn: boolean
  temporaryUntil: Date | null
}

/** How a customer that this partner added stands with its first admin. */
export async function findAddedCustomer(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  customerId: Id<'organisation'>,
): Promise<AddedCustomer | undefined> {
  const row = await db
    .selectFrom('addedCustomer as added')
    .innerJoin('auth.account as account', 'account.id', 'added.accountId')
    .leftJoin('auth.credential as credential', 'credential.accountId', 'added.accountId')
    .select(['added.accountId', 'added.partnerId', 'account.email', 'account.name'])
    .select(['credential.temporaryUntil', 'credential.accountId as hasCredential'])
    .where('added.customerId', '=', customerId)
    .where('added.partnerId', '=', partnerId)
    .executeTakeFirst()
  if (!row) return undefined
  const { hasCredential, ...facts } = row
  return { ...facts, hasSignedIn: hasCredential !== null && facts.temporaryUntil === null }
}
