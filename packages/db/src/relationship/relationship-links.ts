import type { Id } from '@entente/domain/core/id'
import { newId } from '../core/new-id.ts'
import type { CustomerDb, PartnerDb, Scoped } from '../core/scopes.ts'

export type RelationshipLink = {
  id: Id<'link'>
  partnerId: Id<'organisation'>
  /** The provider that a joint link authorises too. */
  providerId: Id<'organisation'> | null
  withPrivileges: boolean
  kid: string
  version: number
  /** Requests made before this moment carry a link that opens nothing. */
  revokedAt: Date | null
}

const columns = ['id', 'partnerId', 'providerId', 'withPrivileges', 'kid', 'version', 'revokedAt'] as const

export const findLink = (
  db: Scoped<'link' | 'customer' | 'partner' | 'auth'>,
  id: Id<'link'>,
): Promise<RelationshipLink | undefined> =>
  db.selectFrom('relationshipLink').select(columns).where('id', '=', id).executeTakeFirst()

/** Locks the opened link against revocation while a customer accepts (R8). */
export const lockLink = (db: CustomerDb, id: Id<'link'>): Promise<RelationshipLink | undefined> =>
  db.selectFrom('relationshipLink').select(columns).where('id', '=', id).forShare().executeTakeFirst()

/**
 * The link of a partner, alone or with a provider, with or without privileges: one for all customers and colleagues
 * (R-050 to R-052).
 */
export const findLinkOf = (
  db: PartnerDb,
  { partnerId, providerId }: Parties,
  withPrivileges: boolean,
): Promise<RelationshipLink | undefined> =>
  db
    .selectFrom('relationshipLink')
    .select(columns)
    .where('partnerId', '=', partnerId)
    .where('providerId', 'is not distinct from', providerId)
    .where('withPrivileges', '=', withPrivileges)
    .executeTakeFirst()

type Parties = Pick<RelationshipLink, 'partnerId' | 'providerId'>

/** Makes both links of a partner, or of a partner and its provider: the rows that their tokens are derived from. */
export async function insertLinks(
  db: Scoped<'auth' | 'operator'>,
  parties: Parties,
  kid: string,
  now: Date,
): Promise<{ plain: Id<'link'>; withPrivileges: Id<'link'> }> {
  const ids = { plain: newId<'link'>(), withPrivileges: newId<'link'>() }
  const kind = parties.providerId ? 'joint' : 'reseller'
  await db
    .insertInto('relationshipLink')
    .values(
      [false, true].map((withPrivileges) => ({
        ...{ ...parties, id: withPrivileges ? ids.withPrivileges : ids.plain, withPrivileges },
        ...{ kind, kid, createdAt: now },
      })),
    )
    .execute()
  return ids
}
