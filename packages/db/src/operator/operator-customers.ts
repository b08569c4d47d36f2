import type { Id } from '@entente/domain/core/id'
import type { CustomerListInput } from '@entente/domain/operator/operator-list'
import type { RelationshipStatus } from '@entente/domain/relationship/relationship'
import { sql } from 'kysely'
import { pageOf, readCursor } from '../core/cursor.ts'
import type { OperatorDb } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'

export type OperatorCustomer = {
  id: Id<'organisation'>
  legalName: string
  country: string
  domain: string | null
  since: Date
}

const customers = (db: OperatorDb) =>
  db
    .selectFrom('organisation')
    .select(['id', 'legalName', 'country', 'domain', 'createdAt as since'])
    .where('kind', '=', 'customer')

/** One page of the customers whose name has the words of the search, or whose first domain it is, by keyset. */
export async function listCustomers(
  db: OperatorDb,
  { search = '', cursor, limit }: CustomerListInput,
): Promise<{ customers: OperatorCustomer[]; nextCursor: string | null }> {
  const wanted = search.trim()
  const after = readCursor(cursor, ['text', 'id'])
  let query = customers(db)
    .select('sortKey')
    .orderBy('sortKey')
    .orderBy('id')
    .limit(limit + 1)
  if (wanted)
    query = query.where(
      sql<boolean>`(${matchesSearch('organisation.terms', wanted)} or domain = ${wanted.toLowerCase()})`,
    )
  if (after) query = query.where(sql<boolean>`(sort_key, id) > (${after[0]}, ${after[1]}::uuid)`)
  const rows = await query.execute()
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.sortKey, last.id])
  return {
    customers: page.map(({ sortKey: _, ...customer }) => customer),
    nextCursor,
  }
}

export const findCustomerRecord = (
  db: OperatorDb,
  id: Id<'organisation'>,
): Promise<OperatorCustomer | undefined> => customers(db).where('id', '=', id).executeTakeFirst()

/** The partners of a customer: those that work with it, and those that removed it and keep privileges there. */
export const listPartnersOfCustomer = (db: OperatorDb, customerId: Id<'organisation'>) =>
  db
    .selectFrom('relationship')
    .innerJoin('organisation as partner', 'partner.id', 'relationship.partnerId')
    .select(['partner.id', 'partner.legalName', 'relationship.since', 'relationship.services'])
    .select((eb) => eb.ref('relationship.status').$castTo<RelationshipStatus>().as('status'))
    .where('relationship.customerId', '=', customerId)
    .where((eb) =>
      eb.or([eb('relationship.status', '=', 'active'), eb('services', '<>', sql<string[]>`'{}'`)]),
    )
    .orderBy('partner.sortKey')
    .orderBy('partner.id')
    .execute()

/** Locks the accounts of a company's active people, in one order, so that two acts on the same people never wait for each other. */
export async function lockPeopleOf(db: OperatorDb, id: Id<'organisation'>): Promise<Id<'account'>[]> {
  const rows = await db
    .selectFrom('auth.account')
    .select('id')
    .where((eb) =>
      eb(
        'id',
        'in',
        eb
          .selectFrom('auth.membership')
          .select('accountId')
          .where('organisationId', '=', id)
          .where('status', '=', 'active'),
      ),
    )
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map((row) => row.id)
}

/** Where the active people of a company also work. */
export const listOtherPlaces = (
  db: OperatorDb,
  id: Id<'organisation'>,
  accountIds: readonly Id<'account'>[],
) =>
  db
    .selectFrom('auth.membership')
    .select((eb) => [
      'accountId',
      eb.ref('organisationId').$castTo<Id<'organisation'>>().as('organisationId'),
    ])
    .where('accountId', 'in', accountIds)
    .where('organisationId', '!=', id)
    .where('status', '=', 'active')
    .orderBy('accountId')
    .orderBy('organisationId')
    .execute()
