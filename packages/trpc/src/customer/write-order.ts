import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { Scoped } from '@entente/db/core/scopes'
import { requestProvisioning } from '@entente/db/customer/provisioning'
import { insertOrder } from '@entente/db/customer/subscription-orders'
import { insertSubscription, type ListedSubscription } from '@entente/db/customer/subscriptions'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import { needsProvisioning, type OrderKind, type OrderPlan } from '@entente/domain/customer/order'
import type { Context } from '../core/context.ts'
import { actorOf, type TenantSession } from '../core/gates.ts'
import type { CustomerAt } from '../relationship/partner-at-customer.ts'

/** Who orders: the seller, or its customer where the seller allows it. The order is the seller's in both. */
export type Ordering = Context & {
  db: Scoped<'partner' | 'customer'>
  session: TenantSession<'partner' | 'customer'>
  customer: Pick<CustomerAt, 'relationship'>
}

/** A subscription as an order finds it: what it was before, or nothing for a new one. */
export type Ordered = {
  subscriptionId: Id<'subscription'>
  kind: OrderKind
  before: Pick<ListedSubscription, 'quantity' | 'offerId' | 'term' | 'resellerId'> | null
  after: OrderPlan
  offerName: string
  price: { currency: string; unitPrice: number }
  renews?: boolean | undefined
}

/** Writes the row of a new subscription, which waits for the provisioner. */
export async function writeSubscription(
  { db, customer, now }: Ordering,
  { offerId, quantity, term, resellerId }: OrderPlan,
  parentId: Id<'subscription'> | null,
): Promise<Id<'subscription'>> {
  const id = newId<'subscription'>()
  const { id: relationshipId, customerId, partnerId } = customer.relationship
  await insertSubscription(db, {
    ...{ id, relationshipId, customerId, partnerId, createdAt: now },
    // The plan's ids are those of the input and of the rows that the decision read.
    ...{ resellerId: resellerId as Id<'organisation'> | null, offerId: offerId as Id<'offer'> },
    ...{ parentId, quantity, term },
  })
  return id
}

/** Writes an order, has it carried out where the cloud has a part in it, and records it for everybody it concerns. */
export async function writeOrder(ctx: Ordering, ordered: Ordered): Promise<Id<'order'>> {
  const { db, session, customer, now } = ctx
  const { subscriptionId, kind, before, after, offerName, price, renews } = ordered
  const id = newId<'order'>()
  const { customerId, partnerId } = customer.relationship
  const waits = needsProvisioning(kind)
  const [offerAfter, resellerAfter] = [
    after.offerId as Id<'offer'>,
    after.resellerId as Id<'organisation'> | null,
  ]
  await insertOrder(db, {
    ...{ id, subscriptionId, customerId, partnerId, kind, renews: renews ?? null, ...price },
    ...{ status: waits ? 'pending' : 'done', settledAt: waits ? null : now },
    ...{ quantityBefore: before?.quantity ?? 0, quantityAfter: after.quantity },
    ...{ offerBefore: before?.offerId ?? null, offerAfter },
    ...{ termBefore: before?.term ?? null, termAfter: after.term },
    ...{ resellerBefore: before?.resellerId ?? null, resellerAfter },
    ...{ orderedFor: session.organisation.id, orderedBy: session.account.id, orderedAt: now },
  })
  const { quantity, term } = after
  const subject = { subscriptionId, orderId: id, customerId }
  const payload = { ...subject, kind, offer: offerName, quantity, term }
  if (waits)
    await requestProvisioning(
      db,
      {
        ...{ relationship: customer.relationship, kind: `subscription.${kind}`, subject: subscriptionId },
        payload: { orderId: id, offer: offerAfter, quantity, term },
      },
      now,
    )
  const resellers = new Set([before?.resellerId, resellerAfter].filter((reseller) => reseller != null))
  await recordAt(ctx, kind === 'create' ? 'subscription.ordered' : 'subscription.changed', [
    [partnerId, payload],
    [customerId, { ...payload, partnerId }],
    ...[...resellers].map((reseller): Chain => [reseller, { ...payload, partnerId }]),
  ])
  return id
}

type Chain = readonly [Id<'organisation'>, Record<string, unknown>]

/** Records an act in the chain of each tenant that it concerns, with what each may know. */
export function recordAt(ctx: Ordering, action: AuditAction, chains: readonly Chain[]): Promise<void> {
  const entries = chains.map(([organisationId, payload]): AuditEntry => ({ organisationId, action, payload }))
  return insertAudit(ctx.db, actorOf(ctx), entries, ctx.now)
}
