import type { Id } from '@entente/domain/core/id'
import { cutVersion, isLeading, searchTermsOf, sortKeyOf } from '@entente/domain/core/search-words'
import type { RelationshipOrigin, RelationshipStatus } from '@entente/domain/relationship/relationship'
import { sql } from 'kysely'
import { sendBehind } from '../core/batch.ts'
import { newId } from '../core/new-id.ts'
import type { CustomerDb, PartnerDb } from '../core/scopes.ts'
import { insertOf, type Places, statement } from '../core/statement.ts'

export type Relationship = {
  id: Id<'relationship'>
  customerId: Id<'organisation'>
  partnerId: Id<'organisation'>
  status: RelationshipStatus
  origin: RelationshipOrigin
  since: Date
  customerName: string
  customerDomain: string | null
  customerCountry: string
  services: string[]
  /** What removed it; null while it is active. */
  removalId: Id<'removal'> | null
}

const columns = [
  'id',
  'customerId',
  'partnerId',
  'status',
  'origin',
  'since',
  'customerName',
  'customerDomain',
  'customerCountry',
  'services',
  'removalId',
] as const

type Row = Omit<Relationship, 'status' | 'origin'> & { status: string; origin: string }
// Check constraints limit both to the values of the type.
const toRelationship = (row: Row): Relationship => row as Relationship

/** The customer's relationship with a partner, in the customer's scope. */
export async function findRelationshipWith(
  db: CustomerDb,
  customerId: Id<'organisation'>,
  partnerId: Id<'organisation'>,
): Promise<Relationship | undefined> {
  const row = await db
    .selectFrom('relationship')
    .select(columns)
    .where('customerId', '=', customerId)
    .where('partnerId', '=', partnerId)
    .executeTakeFirst()
  return row && toRelationship(row)
}

/** The customer's relationships with those of these partners with which it ever had one. */
export async function listRelationshipsWith(
  db: CustomerDb,
  customerId: Id<'organisation'>,
  partnerIds: Id<'organisation'>[],
): Promise<Relationship[]> {
  if (partnerIds.length === 0) return []
  const rows = await db
    .selectFrom('relationship')
    .select(columns)
    .where('customerId', '=', customerId)
    .where('partnerId', 'in', partnerIds)
    .execute()
  return rows.map(toRelationship)
}

/**
 * Locks what an act of the customer with these partners may change, in one order, before it reads any grant: the
 * relationships with them, and those with every partner that holds privileges. A removal by a partner then comes before the
 * act or after it.
 */
export async function lockRelationshipsWith(
  db: CustomerDb,
  customerId: Id<'organisation'>,
  partnerIds: Id<'organisation'>[],
): Promise<Relationship[]> {
  const { rows } = await db.executeQuery(lockWith({ customerId, partnerIds }))
  return rows.map(toRelationship)
}

type With = { customerId: Id<'organisation'>; partnerIds: Id<'organisation'>[] }
const lockWith = statement((db, { customerId, partnerIds }: Places<With>) =>
  db
    .selectFrom('relationship')
    .select(columns)
    .where('customerId', '=', customerId)
    .where(({ or, eb }) =>
      or([
        eb('partnerId', '=', sql<Id<'organisation'>>`any(${partnerIds}::uuid[])`),
        sql<boolean>`services <> '{}'`,
      ]),
    )
    .orderBy('id')
    .forNoKeyUpdate(),
)

export async function listRelationshipsOfCustomer(
  db: CustomerDb,
  customerId: Id<'organisation'>,
): Promise<Relationship[]> {
  const rows = await db
    .selectFrom('relationship')
    .select(columns)
    .where('customerId', '=', customerId)
    .orderBy('since', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(toRelationship)
}

const ofPartner = (db: PartnerDb, partnerId: Id<'organisation'>, id: Id<'relationship'>) =>
  db.selectFrom('relationship').select(columns).where('partnerId', '=', partnerId).where('id', '=', id)

export async function findRelationship(
  ...of: Parameters<typeof ofPartner>
): Promise<Relationship | undefined> {
  const row = await ofPartner(...of).executeTakeFirst()
  return row && toRelationship(row)
}

/** Locks a partner's relationship, so that neither it nor its services change until the partner's act at it is written. */
export async function lockRelationship(
  ...of: Parameters<typeof ofPartner>
): Promise<Relationship | undefined> {
  const row = await ofPartner(...of)
    .forShare()
    .executeTakeFirst()
  return row && toRelationship(row)
}

/** Locks a relationship that the partner is about to remove: acts at the customer that are under way end first. */
export async function lockRelationshipToRemove(
  ...of: Parameters<typeof ofPartner>
): Promise<Relationship | undefined> {
  const row = await ofPartner(...of)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row && toRelationship(row)
}

const allOfPartner = (db: PartnerDb, partnerId: Id<'organisation'>, ids: Id<'relationship'>[]) =>
  db
    .selectFrom('relationship')
    .select(columns)
    .where('partnerId', '=', partnerId)
    .where('id', 'in', ids)
    .orderBy('id')

/** Those of these relationships that are the partner's. */
export const findRelationships = async (...of: Parameters<typeof allOfPartner>): Promise<Relationship[]> =>
  (await allOfPartner(...of).execute()).map(toRelationship)

/** Locks them, in one order, before the partner changes what it holds there. */
export const lockRelationshipsToChange = async (
  ...of: Parameters<typeof allOfPartner>
): Promise<Relationship[]> =>
  (
    await allOfPartner(...of)
      .forNoKeyUpdate()
      .execute()
  ).map(toRelationship)

export type NewRelationship = {
  id: Id<'relationship'>
  status: RelationshipStatus
  customer: { id: Id<'organisation'>; legalName: string; country: string; domain: string | null }
  partnerId: Id<'organisation'>
  services: string[]
  /** An acceptance, unless it says otherwise. */
  origin?: RelationshipOrigin
}

/** Creates a relationship with the words under which the partner finds it. */
export const insertRelationship = (
  db: CustomerDb | PartnerDb,
  relationship: NewRelationship,
  now: Date,
): Promise<void> => insertRelationships(db, [relationship], now)

export async function insertRelationships(
  db: CustomerDb | PartnerDb,
  relationships: readonly NewRelationship[],
  now: Date,
): Promise<void> {
  const rows = relationships.map(({ id, status, customer, partnerId, services, origin = 'acceptance' }) => ({
    ...{ id, customerId: customer.id, partnerId, services, status, origin, since: now },
    ...{
      customerName: customer.legalName,
      customerDomain: customer.domain,
      customerCountry: customer.country,
    },
    ...{ sortKey: sortKeyOf(customer.legalName), termsVersion: cutVersion, changeId: newId() },
  }))
  await sendBehind(db, insertRows(rows))
  const terms = rows.flatMap(({ id, customerId, partnerId, customerName, customerDomain, sortKey }) =>
    searchTermsOf(customerName, customerDomain).map((term) => ({
      ...{ term, id, customerId, partnerId },
      leads: isLeading(term, sortKey),
    })),
  )
  await sendBehind(
    db,
    insertTerms({
      words: terms.map(({ term }) => term),
      partnerIds: terms.map(({ partnerId }) => partnerId),
      ids: terms.map(({ id }) => id),
      customerIds: terms.map(({ customerId }) => customerId),
      leads: terms.map(({ leads }) => leads),
    }),
  )
}

const insertRows = insertOf('relationship', [
  ...(['id', 'customerId', 'partnerId', 'services', 'status', 'origin', 'since', 'customerName'] as const),
  ...(['customerDomain', 'customerCountry', 'sortKey', 'termsVersion', 'changeId'] as const),
])

type Terms = { words: string[]; partnerIds: string[]; ids: string[]; customerIds: string[]; leads: boolean[] }
// Arrays: the number of words differs, and a statement of its own for each number would be prepared every time.
const insertTerms = statement(
  (_, { words, partnerIds, ids, customerIds, leads }: Places<Terms>) => sql`
    insert into relationship_term (term, partner_id, relationship_id, customer_id, leads, terms_version)
    select term, partner, relationship, customer, leads, ${cutVersion}
    from unnest(${words}::text[], ${partnerIds}::uuid[], ${ids}::uuid[], ${customerIds}::uuid[], ${leads}::boolean[])
      as cut(term, partner, relationship, customer, leads)`,
)

/** Updates the relationship in the partner's list to what the customer decided. */
export const saveRelationship = (
  db: CustomerDb,
  customerId: Id<'organisation'>,
  partnerId: Id<'organisation'>,
  change: {
    services: string[]
    reinstated?: { status: RelationshipStatus; since: Date }
  },
): Promise<unknown> =>
  sendBehind(
    db,
    db
      .updateTable('relationship')
      .set({
        services: change.services,
        changeId: newId(),
        ...(change.reinstated && { ...change.reinstated, removalId: null }),
      })
      .where('customerId', '=', customerId)
      .where('partnerId', '=', partnerId),
  )
