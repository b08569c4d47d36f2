import { claimOf, isGenuine } from '@entente/auth/link-token'
import { asLink, type CustomerDb, type LinkDb } from '@entente/db/core/scopes'
import { findPartnerCard, lockPartnerCard, type PartnerCard } from '@entente/db/identity/organisations'
import { findLink, lockLink, type RelationshipLink } from '@entente/db/relationship/relationship-links'
import type { Id } from '@entente/domain/core/id'
import { openLink } from '@entente/domain/relationship/relationship-link'
import type { Context } from '../core/context.ts'
import { refused, settled } from '../core/refused.ts'

/** A live relationship link and the partner that it names (4.6). */
export type OpenedLink = { link: RelationshipLink; partner: PartnerCard }

/** The row that a token claims, or refused as unknown. Nothing is proven yet. */
export function claimedLinkId(token: string): Id<'link'> {
  const claim = claimOf(token)
  if (!claim) throw refused({ code: 'link_unknown' })
  return claim.id as Id<'link'>
}

/**
 * Opens the link of a token in a scope that sees the claimed row: verifies the token before anything else, then
 * refuses with link_unknown, link_revoked or partner_not_active (design 5). Opening changes nothing (S7).
 */
export async function openedLink(ctx: Context, db: LinkDb | CustomerDb, token: string): Promise<OpenedLink> {
  const link = genuine(ctx, token, await findLink(db, claimedLinkId(token)))
  return opened(token, link, await findPartnerCard(db, link.partnerId))
}

/** The same, with link and partner locked against revocation and suspension until the transaction ends (R8). */
export async function lockedLink(ctx: Context, db: CustomerDb, token: string): Promise<OpenedLink> {
  const link = genuine(ctx, token, await lockLink(db, claimedLinkId(token)))
  return opened(token, link, await lockPartnerCard(db, link.partnerId))
}

/** The id of the genuine link that a sign-up came with; anything else is no reason to refuse a sign-up. */
export async function claimedInvitation(ctx: Context, token: string): Promise<Id<'link'> | null> {
  const claim = claimOf(token)
  if (!claim) return null
  const link = await asLink(ctx.database, claim.id as Id<'link'>, (db) =>
    findLink(db, claim.id as Id<'link'>),
  )
  return link && isOurs(ctx, token, link) ? link.id : null
}

/** Nothing more is read for a forged token, so its time does not tell whether its row exists (S5). */
function genuine(ctx: Context, token: string, link: RelationshipLink | undefined): RelationshipLink {
  if (!link || !isOurs(ctx, token, link)) throw refused({ code: 'link_unknown' })
  return link
}

function opened(token: string, link: RelationshipLink, partner: PartnerCard | undefined): OpenedLink {
  if (!partner) throw refused({ code: 'link_unknown' })
  const tokenVersion = claimOf(token)?.version ?? 0
  settled(
    openLink({
      link: { version: link.version, revokedAt: null },
      tokenVersion,
      partnerStatus: partner.status,
    }),
  )
  return { link, partner }
}

function isOurs({ keyring, cloud }: Context, token: string, { id, kid }: RelationshipLink): boolean {
  const claim = claimOf(token)
  if (claim?.id !== id) return false
  return isGenuine(keyring.link, claim.mac, {
    cloud: cloud.id,
    kind: 'relationship',
    id,
    kid,
    version: claim.version,
  })
}
