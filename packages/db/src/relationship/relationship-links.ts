import type { Id } from '@entente/domain/core/id'
import type { PartnerKind } from '@entente/domain/core/organisation'
import type { Kysely } from 'kysely'
import { batch } from '../core/batch.ts'
import { holdForAcceptance } from '../core/held-acceptances.ts'
import { newId } from '../core/new-id.ts'
import type { DB } from '../core/schema.gen.ts'
import type { PartnerDb, Scoped } from '../core/scopes.ts'
import { type Places, statement } from '../core/statement.ts'

/** Whom the link asks for: customers of a reseller, customers of a reseller and its provider, or resellers of a provider. */
export type LinkKind = 'reseller' | 'joint' | 'partnership'

export type RelationshipLink = {
  id: Id<'link'>
  kind: LinkKind
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

const links = (db: Kysely<DB>) =>
  // A check constraint limits the kind to these values.
  db.selectFrom('relationshipLink').select(columns).select('kind').$narrowType<{ kind: LinkKind }>()

export const findLink = async (
  db: Scoped<'link' | 'customer' | 'partner' | 'auth'>,
  id: Id<'link'>,
): Promise<RelationshipLink | undefined> => (await db.executeQuery(link({ id }))).rows[0]

const link = statement((db, { id }: Places<{ id: Id<'link'> }>) => links(db).where('id', '=', id))

/** The other party of a joint link than this one. */
export const otherPartyOf = (
  { partnerId, providerId }: Parties,
  own: Id<'organisation'>,
): Id<'organisation'> | undefined => (own === partnerId ? (providerId ?? undefined) : partnerId)

/** The opened link, which nobody revokes while somebody accepts it, and whose parties nobody suspends (R8). */
export const lockLink = async (
  db: Scoped<'customer' | 'partner'>,
  id: Id<'link'>,
): Promise<RelationshipLink | undefined> => {
  const [isHeld, link] = await batch([holdForAcceptance(db, id), findLink(db, id)])
  return isHeld ? link : undefined
}

/**
 * The link of a partner, alone or with a provider, with or without privileges: one for all customers and colleagues
 * (R-050 to R-052).
 */
export const findLinkOf = (
  db: Scoped<'partner' | 'customer'>,
  { partnerId, providerId }: Parties,
  withPrivileges: boolean,
): Promise<RelationshipLink | undefined> =>
  links(db)
    .where('partnerId', '=', partnerId)
    .where('kind', '=', providerId ? 'joint' : 'reseller')
    .where('providerId', 'is not distinct from', providerId)
    .where('withPrivileges', '=', withPrivileges)
    .executeTakeFirst()

/** The link of a provider for its resellers: one for all of them. */
export const findPartnershipLink = (
  db: PartnerDb,
  providerId: Id<'organisation'>,
): Promise<RelationshipLink | undefined> =>
  links(db).where('partnerId', '=', providerId).where('kind', '=', 'partnership').executeTakeFirst()

type Parties = Pick<RelationshipLink, 'partnerId' | 'providerId'>

/** Makes the links of a new partner: the rows that their tokens are derived from. A provider has one more, for its resellers. */
export async function insertPartnerLinks(
  db: Scoped<'auth' | 'operator'>,
  partner: { id: Id<'organisation'>; kind: PartnerKind },
  kid: string,
  now: Date,
): Promise<{ plain: Id<'link'>; withPrivileges: Id<'link'>; partnership: Id<'link'> }> {
  const ids = { ...newIds(), partnership: newId<'link'>() }
  const own = { partnerId: partner.id, providerId: null, kid, createdAt: now }
  const isProvider = partner.kind === 'indirect_provider'
  await db
    .insertInto('relationshipLink')
    .values([
      ...both({ ...own, kind: 'reseller' }, ids),
      ...(isProvider ? [{ ...own, id: ids.partnership, kind: 'partnership', withPrivileges: false }] : []),
    ])
    .execute()
  return ids
}

/** Makes both links of a reseller and its provider. */
export async function insertJointLinks(
  db: Scoped<'auth' | 'partner'>,
  { resellerId: partnerId, providerId }: { resellerId: Id<'organisation'>; providerId: Id<'organisation'> },
  kid: string,
  now: Date,
): Promise<{ plain: Id<'link'>; withPrivileges: Id<'link'> }> {
  const ids = newIds()
  const joint = { partnerId, providerId, kind: 'joint', kid, createdAt: now }
  await db.insertInto('relationshipLink').values(both(joint, ids)).execute()
  return ids
}

type Ids = { plain: Id<'link'>; withPrivileges: Id<'link'> }
const newIds = (): Ids => ({ plain: newId<'link'>(), withPrivileges: newId<'link'>() })
const both = <Row>(row: Row, { plain, withPrivileges }: Ids) => [
  { ...row, id: plain, withPrivileges: false },
  { ...row, id: withPrivileges, withPrivileges: true },
]
