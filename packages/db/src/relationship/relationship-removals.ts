import type { Id } from '@entente/domain/core/id'
import { searchWordsOf } from '@entente/domain/core/search-words'
import type { RelationshipRemoval } from '@entente/domain/relationship/relationship-removal'
import { sql } from 'kysely'
import { pageOf, readCursor } from '../core/cursor.ts'
import { newId } from '../core/new-id.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { type Places, statement } from '../core/statement.ts'
import { hasWords, type OfPartner } from './customer-matching.ts'
import { giveUpGrants } from './given-up-grants.ts'
import type { Relationship } from './relationships.ts'

/** Writes a removal with its statement, ends the grants that end with it, and takes the customer out of the list. */
export async function removeRelationship(
  db: PartnerDb,
  { id: relationshipId, customerId, partnerId }: Relationship,
  { status, attestation, kept, ended }: RelationshipRemoval,
  by: { accountId: Id<'account'>; language: string; privileges: 'keep' | 'revoke' },
  now: Date,
): Promise<void> {
  const id = newId<'removal'>()
  await db
    .insertInto('relationshipRemoval')
    .values({
      ...{ id, relationshipId, customerId, partnerId, attestation, language: by.language },
      ...{ services: [...kept, ...ended], privileges: by.privileges },
      ...{ removedBy: by.accountId, removedAt: now },
    })
    .execute()
  if (ended.length > 0) await giveUpGrants(db, { partnerId, customerId }, ended, now)
  await db
    .updateTable('relationship')
    .set({ status, services: kept, removalId: id, changeId: newId() })
    .where('partnerId', '=', partnerId)
    .where('id', '=', relationshipId)
    .execute()
}

export type FormerCustomer = {
  id: Id<'relationship'>
  name: string
  domain: string | null
  country: string
  /** The services whose privileges the partner still holds. */
  services: string[]
  since: Date
  removedAt: Date
  /** The colleague who removed the relationship; null once the person is erased. */
  removedBy: string | null
}

const formerCustomers = (db: Pick<PartnerDb, 'selectFrom'>, partnerId: OfPartner) =>
  db
    .selectFrom('relationship')
    .innerJoin('relationshipRemoval as removal', 'removal.id', 'relationship.removalId')
    .leftJoin('auth.account as remover', 'remover.id', 'removal.removedBy')
    .select(['relationship.id', 'relationship.customerName as name', 'relationship.customerDomain as domain'])
    .select(['relationship.customerCountry as country', 'relationship.services', 'relationship.since'])
    .select(['removal.id as removalId', 'removal.removedAt', 'remover.name as removedBy'])
    .where('relationship.partnerId', '=', partnerId)
    .where('relationship.status', '=', 'removed')

/** One page of the customers whose relationship the partner removed, the newest removal first (U-20). */
export async function listFormerCustomers(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  wish: { search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ customers: FormerCustomer[]; nextCursor: string | null; hasAny: boolean }> {
  const words = searchWordsOf(wish.search ?? '')
  const after = readCursor(wish.cursor, ['id'])
  // Invisible signs alone are no word, and find nobody rather than everybody.
  const rows =
    wish.search && words.length === 0
      ? []
      : await formerCustomers(db, partnerId)
          .where(hasWords(partnerId, words, sql.ref('relationship.id')))
          .$if(after !== undefined, (query) =>
            query.where(sql<boolean>`relationship.removal_id < ${after?.[0]}::uuid`),
          )
          .orderBy('relationship.removalId', 'desc')
          .limit(wish.limit + 1)
          .execute()
  const { page, nextCursor } = pageOf(rows, wish.limit, (last) => [last.removalId])
  const hasAny = rows.length > 0 || (await hasFormerCustomers(db, partnerId))
  return {
    customers: page.map(({ removalId: _, ...row }) => row),
    nextCursor,
    hasAny,
  }
}

export const hasFormerCustomers = async (db: PartnerDb, partnerId: Id<'organisation'>): Promise<boolean> =>
  (await db.executeQuery(formerOnes({ partnerId }))).rows.length > 0
const formerOnes = statement((db, { partnerId }: Places<{ partnerId: Id<'organisation'> }>) =>
  formerCustomers(db, partnerId).limit(1),
)

export const findFormerCustomer = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  id: Id<'relationship'>,
): Promise<FormerCustomer | undefined> =>
  formerCustomers(db, partnerId).where('relationship.id', '=', id).executeTakeFirst()
