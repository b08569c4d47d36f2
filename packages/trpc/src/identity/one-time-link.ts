import { claimOf, isGenuine } from '@entente/auth/link-token'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { findOneTimeLink, type OneTimeLink } from '@entente/db/identity/one-time-links'
import type { Id } from '@entente/domain/core/id'
import type { Context } from '../core/context.ts'
import { refused } from '../core/refused.ts'

/**
 * The row of a one-time link that is genuine, unused and not expired; otherwise refuses with one_time_link_unknown or
 * one_time_link_spent. Looking never consumes it.
 */
export async function openOneTimeLink<K extends OneTimeLink['kind']>(
  ctx: Context,
  kind: K,
  token: string,
): Promise<Extract<OneTimeLink, { kind: K }>> {
  const { link, isOpen } = await genuineOneTimeLink(ctx, kind, token)
  if (!isOpen) throw refused({ code: 'one_time_link_spent' })
  return link
}

/** As `openOneTimeLink`, for a page that also shows what became of a used link. */
export async function genuineOneTimeLink<K extends OneTimeLink['kind']>(
  ctx: Context,
  kind: K,
  token: string,
): Promise<{ link: Extract<OneTimeLink, { kind: K }>; isOpen: boolean }> {
  const claim = claimOf(token)
  const link =
    claim && (await asAuth(ctx.database, null, (db) => findOneTimeLink(db, claim.id as Id<'one_time_link'>)))
  const source = claim &&
    link && { cloud: ctx.cloud.id, kind, id: link.id, kid: link.kid, version: claim.version }
  if (!source || link.kind !== kind || !isGenuine(ctx.keyring.link, claim.mac, source))
    throw refused({ code: 'one_time_link_unknown' })
  const isOpen = !link.consumedAt && link.expiresAt > ctx.now && claim.version === link.version
  // The kind was compared above.
  return { link: link as Extract<OneTimeLink, { kind: K }>, isOpen }
}

/** A new link for `lifeMs`; of an account, unless it makes one. */
export const newOneTimeLink = (
  { keyring, now }: Context,
  lifeMs: number,
  accountId: Id<'account'> | null = null,
) => ({
  id: newId<'one_time_link'>(),
  kid: keyring.link.newest,
  version: 1,
  accountId,
  createdAt: now,
  expiresAt: new Date(now.getTime() + lifeMs),
})
