import type { Id } from '@entente/domain/core/id'
import type { CustomerDb, PartnerDb, Scoped } from '../core/scopes.ts'

export type RelationshipLink = {
  id: Id<'link'>
  partnerId: Id<'organisation'>
  withPrivileges: boolean
  kid: string
  version: number
  /** Requests made before this moment carry a link that opens nothing. */
  revokedAt: Date | null
}

const columns = ['id', 'partnerId', 'withPrivileges', 'kid', 'version', 'revokedAt'] as const

export const findLink = (
  db: Scoped<'link' | 'customer' | 'partner' | 'auth'>,
  id: Id<'link'>,
): Promise<RelationshipLink | undefined> =>
  db.selectFrom('relationshipLink').select(columns).where('id', '=', id).executeTakeFirst()

/** Locks the opened link against revocation while a customer accepts (R8). */
export const lockLink = (db: CustomerDb, id: Id<'link'>): Promise<RelationshipLink | undefined> =>
  db.selectFrom('relationshipLink').select(columns).where('id', '=', id).forShare().executeTakeFirst()

/** The partner's link with or without privileges: one for all customers and colleagues. */
export const findLinkOf = (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  withPrivileges: boolean,
): Promise<RelationshipLink | undefined> =>
  db
    .selectFrom('relationshipLink')
    .select(columns)
    .where('partnerId', '=', partnerId)
    .where('kind', '=', 'reseller')
    .where('withPrivileges', '=', withPrivileges)
    .executeTakeFirst()

export const insertLinks = (
  db: Scoped<'auth' | 'operator'>,
  links: Omit<RelationshipLink, 'version' | 'revokedAt'>[],
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('relationshipLink')
    .values(links.map((link) => ({ ...link, kind: 'reseller', createdAt: now })))
    .execute()
