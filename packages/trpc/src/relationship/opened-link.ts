import { claimOf } from '@entente/auth/link-token'
import type { CustomerDb, Scoped } from '@entente/db/core/scopes'
import { findPartnerCard, lockPartnerCard, type PartnerCard } from '@entente/db/identity/organisations'
import { findLink, lockLink, type RelationshipLink } from '@entente/db/relationship/relationship-links'
import { openLink } from '@entente/domain/relationship/relationship-link'
import { claimedLinkId, isGenuineLink } from '../core/claimed-link.ts'
import type { Context } from '../core/context.ts'
import { refused, settled } from '../core/refused.ts'

/** A live relationship link and the partner that it names (§4.6). */
export type OpenedLink = { link: RelationshipLink; partner: PartnerCard }

/**
 * Opens the link of a token, in a scope that sees the claimed row. It verifies the token before anything else, and
 * refuses with link_unknown, link_revoked or partner_not_active. Opening changes nothing (S7).
 */
export async function openedLink(
  ctx: Context,
  db: Scoped<'link' | 'customer'>,
  token: string,
): Promise<OpenedLink> {
  const link = genuine(ctx, token, await findLink(db, claimedLinkId(token)))
  return opened(token, link, await findPartnerCard(db, link.partnerId))
}

/** As `openedLink`, with link and partner locked against revocation and suspension until the transaction ends (R8). */
export async function lockedLink(ctx: Context, db: CustomerDb, token: string): Promise<OpenedLink> {
  const link = genuine(ctx, token, await lockLink(db, claimedLinkId(token)))
  return opened(token, link, await lockPartnerCard(db, link.partnerId))
}

/** Reads nothing more for a forged token, so that the time does not reveal whether its row exists (S5). */
function genuine(ctx: Context, token: string, link: RelationshipLink | undefined): RelationshipLink {
  if (!isGenuineLink(ctx, token, link)) throw refused({ code: 'link_unknown' })
  return link
}

function opened(token: string, link: RelationshipLink, partner: PartnerCard | undefined): OpenedLink {
  if (!partner) throw refused({ code: 'link_unknown' })
  const tokenVersion = claimOf(token)?.version ?? 0
  settled(
    openLink({
      link: { ...link, revokedAt: null },
      tokenVersion,
      partner,
    }),
  )
  return { link, partner }
}
