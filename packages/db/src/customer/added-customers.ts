import type { Id } from '@entente/domain/core/id'
import { beginRelationship } from '@entente/domain/relationship/relationship'
import { sql } from 'kysely'
import { sendBehind } from '../core/batch.ts'
import { newId } from '../core/new-id.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { cutOf } from '../core/search.ts'
import { insertRelationship } from '../relationship/relationships.ts'

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
 * Writes a new customer with its first admin and the relationships with the partner and, where a provider adds it for one,
 * the reseller. Row-level security shows an account only to those who made it, so each row is written before the one that
 * needs to see it. Returns the id of the partner's own relationship.
 */
export async function insertAddedCustomer(
  db: PartnerDb,
  customer: NewCustomer,
  by: {
    partnerId: Id<'organisation'>
    resellerId: Id<'organisation'> | null
    addedBy: Id<'account'>
  },
  now: Date,
): Promise<Id<'relationship'>> {
  const { id, legalName, country, domain, admin } = customer
  const { partnerId, resellerId } = by
  // Awaited, so that its caller learns when somebody has just taken the domain.
  await db
    .insertInto('organisation')
    .values({
      ...{ id, legalName, country, domain, kind: 'customer', createdAt: now, madeBy: partnerId },
      ...cutOf(legalName, domain),
    })
    .execute()
  await sendBehind(
    db,
    db.insertInto('auth.account').values({
      ...{ id: admin.accountId, audience: 'customer', email: admin.email, name: admin.name },
      ...{ addedBy: partnerId, createdAt: now, ...cutOf(admin.name, admin.email) },
    }),
  )
  await sendBehind(
    db,
    db.insertInto('addedCustomer').values({
      ...{ ...by, customerId: id, accountId: admin.accountId, addedAt: now },
    }),
  )
  await sendBehind(
    db,
    db.insertInto('auth.membership').values({
      ...{ id: newId<'membership'>(), accountId: admin.accountId, audience: 'customer', organisationId: id },
      ...{ status: 'active', roles: ['global_admin'], createdAt: now },
    }),
  )
  const own = newId<'relationship'>()
  for (const [party, relationshipId] of [
    [partnerId, own],
    [resellerId, newId<'relationship'>()],
  ] as const)
    if (party)
      await insertRelationship(
        db,
        {
          ...{ id: relationshipId, status: beginRelationship('create'), origin: 'created', services: [] },
          ...{ customer: { id, legalName, country, domain }, partnerId: party },
        },
        now,
      )
  return own
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
