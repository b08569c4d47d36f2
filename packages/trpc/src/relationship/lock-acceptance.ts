import { batch } from '@entente/db/core/batch'
import type { CustomerDb } from '@entente/db/core/scopes'
import { lockCustomer } from '@entente/db/identity/organisations'
import { listGrants } from '@entente/db/relationship/admin-grants'
import { partnersThatMade } from '@entente/db/relationship/made-accounts'
import { lockLink } from '@entente/db/relationship/relationship-links'
import { lockRelationshipsWith } from '@entente/db/relationship/relationships'
import { claimedLinkId } from '../core/claimed-link.ts'
import type { Context } from '../core/context.ts'
import type { TenantSession } from '../core/gates.ts'
import { genuine, lockedParties, namedBy } from './opened-link.ts'

type Scope = { db: CustomerDb; session: TenantSession<'customer'> }

/** Locks the customer's row before anything else: another acceptance for this customer waits here (R7). */
export const lockForAcceptance = ({ db, session }: Scope, token: string) =>
  batch([lockCustomer(db, session.organisation.id), lockLink(db, claimedLinkId(token))])

/** What an acceptance of a link is decided on, from what is locked for it. */
export async function readForAcceptance(
  ctx: Context & Scope,
  token: string,
  [customer, claimed]: Awaited<ReturnType<typeof lockForAcceptance>>,
) {
  const { db, cloud, session } = ctx
  const link = genuine(ctx, token, claimed)
  const [opened, relationships, grants, madeBy] = await batch([
    lockedParties(ctx, db, token, link),
    lockRelationshipsWith(db, customer.id, namedBy(link)),
    listGrants(db, customer.id),
    partnersThatMade(db, session.account.id),
  ])
  const parties = opened.parties.map((party) => ({
    ...party,
    relationship: relationships.find(({ partnerId }) => partnerId === party.partnerId),
  }))
  return {
    ...{ customer, link, relationships, grants, partner: opened.partner },
    asked: { cloud, parties, customer, grants, actor: { roles: session.roles, madeBy } },
  }
}
