import { claimOf, isGenuine } from '@entente/auth/link-token'
import { asLink } from '@entente/db/core/scopes'
import { findLink, type RelationshipLink } from '@entente/db/relationship/relationship-links'
import type { Id } from '@entente/domain/core/id'
import type { Context } from './context.ts'
import { refused } from './refused.ts'

/** The link id that a token claims; refuses with link_unknown when it claims none. The token is not verified yet. */
export function claimedLinkId(token: string): Id<'link'> {
  const claim = claimOf(token)
  if (!claim) throw refused({ code: 'link_unknown' })
  return claim.id as Id<'link'>
}

/** The genuine link that a sign-up came with, or null: a bad link is no reason to refuse a sign-up. */
export async function claimedInvitation(
  ctx: Context,
  token: string,
): Promise<{ id: Id<'link'>; version: number } | null> {
  const claim = claimOf(token)
  if (!claim) return null
  const link = await asLink(ctx.database, claim.id as Id<'link'>, (db) =>
    findLink(db, claim.id as Id<'link'>),
  )
  return isGenuineLink(ctx, token, link) ? { id: link.id, version: claim.version } : null
}

/**
 * Whether this instance made the token for exactly this row, and for these people: a provider's link for its resellers is none
 * for customers. Without a row it computes as long and says no (S5).
 */
export function isGenuineLink(
  { keyring, cloud }: Context,
  token: string,
  link: RelationshipLink | undefined,
  kind: 'relationship' | 'partnership' = 'relationship',
): link is RelationshipLink {
  const claim = claimOf(token)
  if (!claim) return false
  const source = { cloud: cloud.id, kind, id: claim.id, version: claim.version }
  const isMade = isGenuine(keyring.link, claim.mac, { ...source, kid: link?.kid ?? keyring.link.newest })
  return isMade && claim.id === link?.id
}
