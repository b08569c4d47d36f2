import { handedToken } from '@entente/auth/link-url'
import { actOn, type CustomerDb } from '@entente/db/core/scopes'
import { findCustomersPartner } from '@entente/db/relationship/customers-partners'
import { findLinkOf } from '@entente/db/relationship/relationship-links'
import type { Id } from '@entente/domain/core/id'
import { handLink } from '@entente/domain/relationship/handed-link'
import type { Context } from '../core/context.ts'
import type { TenantSession } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'

/**
 * The token of a partner's live link with privileges, for a person who decides for the partner's customer. From here on
 * the transaction acts on this link. What accepts the token checks link and parties again, under its locks.
 */
export async function handedLink(
  { db, cloud, keyring, session }: Context & { db: CustomerDb; session: TenantSession<'customer'> },
  partnerId: Id<'organisation'>,
): Promise<string> {
  const partner = await findCustomersPartner(db, session.organisation.id, partnerId)
  if (!partner) throw refused({ code: 'not_found' })
  const { relationship, lastProvider } = partner
  const handing = { cloud, roles: session.roles, relationship, partner, lastProvider }
  const { providerId } = settled(handLink(handing))
  const link = await findLinkOf(db, { partnerId, providerId }, true)
  const token = link && handedToken({ cloud, ring: keyring.link }, link, handing)
  // The customer removed the relationship with the provider of a joint link, or the partnership has no link.
  if (!token) throw refused({ code: 'partner_not_active' })
  await actOn(db, link.id)
  return token
}
