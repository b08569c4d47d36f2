import { claimOf } from '@entente/auth/link-token'
import { batch } from '@entente/db/core/batch'
import type { CustomerDb, Scoped } from '@entente/db/core/scopes'
import { listPartnerCards, type PartnerCard } from '@entente/db/identity/organisations'
import { isPartnershipLive, lockLivePartnership, type Sides } from '@entente/db/partner/partnerships'
import { findLink, lockLink, type RelationshipLink } from '@entente/db/relationship/relationship-links'
import type { Id } from '@entente/domain/core/id'
import { openLink, type Party, partiesOf } from '@entente/domain/relationship/relationship-link'
import { claimedLinkId, isGenuineLink } from '../core/claimed-link.ts'
import type { Context } from '../core/context.ts'
import { refused, settled } from '../core/refused.ts'

/** A live relationship link, its partner, and all parties that it names (§4.6). */
export type OpenedLink = {
  link: RelationshipLink
  partner: PartnerCard
  parties: (Party & { card: PartnerCard })[]
}

/**
 * Opens the link of a token, in a scope that sees the claimed row. It verifies the token before anything else, and
 * refuses with link_unknown, link_revoked, partner_not_active or partnership_not_active. Opening changes nothing (S7).
 */
export async function openedLink(
  ctx: Context,
  db: Scoped<'link' | 'customer'>,
  token: string,
): Promise<OpenedLink> {
  const link = genuine(ctx, token, await findLink(db, claimedLinkId(token)))
  const sides = sidesOf(link)
  const [cards, isLive] = await batch([
    listPartnerCards(db, namedBy(link)),
    sides ? isPartnershipLive(db, sides) : true,
  ])
  return opened(ctx, token, link, cards, isLive)
}

/**
 * As `openedLink`, with link, parties and partnership locked against revocation, suspension and ending until the
 * transaction ends (R8, R-148).
 */
export const lockedLink = async (ctx: Context, db: CustomerDb, token: string): Promise<OpenedLink> =>
  lockedParties(ctx, db, token, genuine(ctx, token, await lockLink(db, claimedLinkId(token))))

/** What `lockedLink` does once the link and its parties are locked, and the link is genuine. */
export async function lockedParties(
  ctx: Context,
  db: CustomerDb,
  token: string,
  link: RelationshipLink,
): Promise<OpenedLink> {
  const sides = sidesOf(link)
  const [cards, isLive] = await batch([
    listPartnerCards(db, namedBy(link)),
    sides ? lockLivePartnership(db, sides) : true,
  ])
  return opened(ctx, token, link, cards, isLive)
}

/** Reads nothing more for a forged token, so that the time does not reveal whether its row exists (S5). */
export function genuine(ctx: Context, token: string, link: RelationshipLink | undefined): RelationshipLink {
  if (!isGenuineLink(ctx, token, link)) throw refused({ code: 'link_unknown' })
  return link
}

export const namedBy = ({ partnerId, providerId }: RelationshipLink): Id<'organisation'>[] =>
  providerId ? [partnerId, providerId] : [partnerId]

const sidesOf = ({ partnerId, providerId }: RelationshipLink): Sides | null =>
  providerId && { resellerId: partnerId, providerId }

function opened(
  { cloud }: Context,
  token: string,
  link: RelationshipLink,
  cards: PartnerCard[],
  isPartnershipLive: boolean,
): OpenedLink {
  const parties = partiesOf(cloud, link).flatMap((party) => {
    const card = cards.find(({ id }) => id === party.partnerId)
    return card ? { ...party, card } : []
  })
  const partner = cards.find(({ id }) => id === link.partnerId)
  if (!partner || parties.length < namedBy(link).length) throw refused({ code: 'link_unknown' })
  settled(
    openLink({
      link: { ...link, revokedAt: null },
      tokenVersion: claimOf(token)?.version ?? 0,
      parties: parties.map(({ card, services }) => ({ ...card, services })),
      isPartnershipLive,
    }),
  )
  return { link, partner, parties }
}
