import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import type { CustomerDb } from '@entente/db/core/scopes'
import { listRelationshipsWith, saveRelationship } from '@entente/db/relationship/relationships'
import type { Loss } from '@entente/domain/relationship/admin-grant'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { actorOf, type TenantSession } from '../core/gates.ts'

export type LossContext = Context & { db: CustomerDb; session: TenantSession<'customer'> }

/**
 * Records for partners what they lose: in their lists and chains, and in a mail. Every loss that a customer decides comes here,
 * so that a service that moved to another partner reads, for its former holder, like one that was taken away. The
 * customer's own record of a removal names the partner; an acceptance has a record of its own.
 */
export async function recordLosses(
  ctx: LossContext,
  losses: readonly Loss[],
  by: 'removal' | 'acceptance',
): Promise<void> {
  if (losses.length === 0) return
  const { db, session, now } = ctx
  const customerId = session.organisation.id
  const between = await listRelationshipsWith(
    db,
    customerId,
    losses.map(({ partnerId }) => partnerId),
  )
  for (const { partnerId, kept } of losses)
    await saveRelationship(db, customerId, partnerId, { services: kept })
  const action = 'admin_grant.removed_by_customer'
  const relationshipWith = (partner: Loss['partnerId']) => {
    const found = between.find(({ partnerId }) => partnerId === partner)
    if (!found) throw new Error(`The partner ${partner} held a service without a relationship.`)
    return found.id
  }
  const records = losses.flatMap(({ partnerId, services }) => {
    const relationshipId = relationshipWith(partnerId)
    const shared = { relationshipId, customerId, services }
    const own: AuditEntry = { organisationId: customerId, action, payload: { ...shared, partnerId } }
    const partners: AuditEntry = { organisationId: partnerId, action, payload: shared }
    return by === 'removal' ? [own, partners] : [partners]
  })
  await insertAudit(db, actorOf(ctx), records, now)
  const news = losses.map(({ partnerId, services }) => ({
    name: 'partner.privileges-lost' as const,
    data: { partnerId, relationshipId: relationshipWith(partnerId), services },
  }))
  await enqueue(db, news, now)
}
