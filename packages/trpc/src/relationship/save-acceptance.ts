import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { CustomerDb } from '@entente/db/core/scopes'
import type { Customer, PartnerCard } from '@entente/db/identity/organisations'
import type { Session } from '@entente/db/identity/sessions'
import { insertAcceptance } from '@entente/db/relationship/acceptances'
import { type AdminGrant, endReassignedGrants, insertGrants } from '@entente/db/relationship/admin-grants'
import type { RelationshipLink } from '@entente/db/relationship/relationship-links'
import {
  findRelationshipWith,
  insertRelationship,
  type Relationship,
  saveRelationship,
} from '@entente/db/relationship/relationships'
import type { Id } from '@entente/domain/core/id'
import type { AcceptancePlan } from '@entente/domain/relationship/acceptance'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'

type Decided = {
  customer: Customer
  link: RelationshipLink
  partner: PartnerCard
  relationship: Relationship | undefined
  /** Every live grant of the customer before this acceptance. */
  grants: AdminGrant[]
  plan: AcceptancePlan
}

type Ctx = Context & { db: CustomerDb; session: Session }

/** Writes an acceptance's plan, audit records and jobs, or nothing for an empty plan. Returns the relationship's id. */
export async function saveAcceptance(ctx: Ctx, decided: Decided): Promise<Id<'relationship'>> {
  const { customer, link, partner, relationship, plan } = decided
  if (plan.result === 'already_partner' && relationship) return relationship.id
  const id = relationship?.id ?? newId<'relationship'>()
  const acceptanceId = newId<'acceptance'>()
  const { now } = ctx
  await saveList(ctx, id, decided, now)
  const accountId = ctx.session.account.id
  const { name: agreement, version } = ctx.cloud.agreements.customer
  await insertAcceptance(
    ctx.db,
    {
      ...{ id: acceptanceId, customerId: customer.id, partnerId: partner.id, linkId: link.id },
      ...{
        change: plan.relationship.change,
        agreement,
        version,
        language: ctx.locale,
        acceptedBy: accountId,
      },
    },
    now,
  )
  await saveGrants(ctx, acceptanceId, decided, now)
  await insertAudit(ctx.db, actorOf(ctx), await auditOf(ctx, { id, acceptanceId }, decided), now)
  await enqueue(
    ctx.db,
    [
      { name: 'relationship.accepted', data: { partnerId: partner.id, relationshipId: id, acceptanceId } },
      { name: 'mail.relationship-receipt', data: { customerId: customer.id, acceptanceId, accountId } },
    ],
    now,
  )
  return id
}

async function saveList(
  { db, session }: Ctx,
  id: Id<'relationship'>,
  { customer, link, partner, relationship, grants, plan }: Decided,
  now: Date,
) {
  const acceptedBy = session.account.id
  const { change, status } = plan.relationship
  const held = grants.filter(({ partnerId }) => partnerId === partner.id).map(({ service }) => service)
  const services = [...held, ...plan.grants.map(({ service }) => service)]
  if (!relationship) {
    await insertRelationship(
      db,
      { id, status, customer, partnerId: partner.id, linkId: link.id, acceptedBy, services },
      now,
    )
    return
  }
  const reinstated = change === 'reinstate' && { status, since: now, linkId: link.id, acceptedBy }
  await saveRelationship(db, customer.id, partner.id, { services, ...(reinstated && { reinstated }) })
}

async function saveGrants(
  { db, session }: Ctx,
  acceptanceId: Id<'acceptance'>,
  { customer, partner, grants, plan }: Decided,
  now: Date,
) {
  const act = { customerId: customer.id, acceptanceId, by: session.account.id }
  const moved = plan.grants.filter(({ from }) => from !== null).map(({ service }) => service)
  if (moved.length > 0) {
    await endReassignedGrants(db, act, moved, now)
    for (const former of formerHolders(plan)) {
      const kept = grants.filter(({ partnerId, service }) => partnerId === former && !moved.includes(service))
      await saveRelationship(db, customer.id, former, { services: kept.map(({ service }) => service) })
    }
  }
  const services = plan.grants.map(({ service }) => service)
  if (services.length > 0) await insertGrants(db, act, partner.id, services, now)
}

const formerHolders = ({ grants }: AcceptancePlan) => [...new Set(grants.flatMap(({ from }) => from ?? []))]

/**
 * One record per tenant concerned, holding only what that tenant may know. A former holder's is the one of a removal by
 * the customer, without the acceptance's id: it never learns that there is another partner.
 */
async function auditOf(
  ctx: Ctx,
  { id, acceptanceId }: { id: Id<'relationship'>; acceptanceId: Id<'acceptance'> },
  { customer, partner, plan }: Decided,
): Promise<AuditEntry[]> {
  const { name: agreement, version } = ctx.cloud.agreements.customer
  const action = 'relationship.accepted'
  const granted = plan.grants.map(({ service }) => service)
  const shared = {
    ...{ acceptanceId, relationshipId: id, customerId: customer.id, result: plan.result },
    ...{ agreement, version, granted },
  }
  const lost: AuditEntry[] = []
  for (const former of formerHolders(plan)) {
    const between = await findRelationshipWith(ctx.db, customer.id, former)
    const moved = plan.grants.filter(({ from }) => from === former).map(({ service }) => service)
    lost.push({
      organisationId: former,
      action: 'admin_grant.removed_by_customer',
      payload: { relationshipId: between?.id, customerId: customer.id, services: moved },
    })
  }
  return [
    {
      organisationId: customer.id,
      action,
      payload: { ...shared, partnerId: partner.id, grants: plan.grants },
    },
    { organisationId: partner.id, action, payload: shared },
    ...lost,
  ]
}
