import { insertAudit } from '@entente/db/core/audit'
import type { PartnerDb } from '@entente/db/core/scopes'
import { saveSeats } from '@entente/db/customer/licences'
import type { ProvisioningRow } from '@entente/db/customer/provisioning'
import { lockOrder, type SubscriptionOrder, saveOrderOutcome } from '@entente/db/customer/subscription-orders'
import { lockSubscription, type SubscriptionRow, saveSubscription } from '@entente/db/customer/subscriptions'
import { idOf } from '@entente/domain/core/id'
import { settleOrder } from '@entente/domain/customer/order'
import type { ProvisioningOutcome } from '@entente/domain/customer/provisioning'
import type { SubscriptionStatus } from '@entente/domain/customer/subscription'
import { z } from 'zod'
import type { Kind } from './kind.ts'

const ordered = z.object({ orderId: idOf<'order'>() })

/** Settles an order with the provisioner's outcome: the subscription becomes what the order says, or stays as it is. */
export const subscriptionKind: Kind = { scope: 'partner', apply }

async function apply(db: PartnerDb, row: ProvisioningRow, outcome: ProvisioningOutcome, now: Date) {
  const { orderId } = ordered.parse(row.payload)
  const order = await lockOrder(db, orderId)
  if (!order) return
  const { partnerId, customerId, subscriptionId, kind } = order
  const found = await lockSubscription(db, { side: 'seller', partnerId, customerId }, subscriptionId)
  if (!found) throw new Error(`The order ${orderId} has no subscription.`)
  const settled = settleOrder(order, found.status, outcome.state)
  if (!settled.ok) return
  const { order: status, subscription } = settled.value
  const code = outcome.state === 'failed' ? outcome.code : 'too_late'
  await saveOrderOutcome(db, orderId, { status, refusal: status === 'failed' ? code : null, settledAt: now })
  // An order of fewer seats had lowered them at once.
  if (status === 'failed') await saveSeats(db, subscriptionId, found.quantity)
  if (subscription) await saveSubscription(db, found, changesOf(order, found, subscription, now))
  const payload = { subscriptionId, orderId, customerId, kind, quantity: order.quantityAfter }
  const action = status === 'done' ? 'subscription.provisioned' : 'subscription.failed'
  await insertAudit(
    db,
    { kind: 'system', name: 'customer.provision', requestId: row.id },
    [
      { organisationId: partnerId, action, payload },
      { organisationId: customerId, action, payload: { ...payload, partnerId } },
    ],
    now,
  )
}

/** What a carried-out order changes. */
function changesOf(
  { kind, quantityAfter, offerAfter, termAfter }: SubscriptionOrder,
  { startedAt, termStartedAt }: SubscriptionRow,
  status: SubscriptionStatus,
  now: Date,
): Parameters<typeof saveSubscription>[2] {
  if (status === 'failed') return { status }
  const bought = { quantity: quantityAfter, offerId: offerAfter, term: termAfter }
  return {
    ...{ ...bought, status, startedAt: startedAt ?? now },
    // A new term begins with the order that chose it.
    termStartedAt: kind === 'migrate' ? now : (termStartedAt ?? now),
    suspendedAt: status === 'suspended' ? now : null,
    canceledAt: status === 'canceled' ? now : null,
  }
}

const renewed = z.object({ endsAt: z.iso.datetime().nullable(), before: z.iso.datetime().nullable() })

/** The cloud was told when a subscription ends. What it refuses is put back, unless it was changed again since. */
export const renewalKind: Kind = {
  scope: 'partner',
  async apply(db: PartnerDb, row, outcome) {
    if (outcome.state === 'success') return
    const { endsAt, before } = renewed.parse(row.payload)
    const { partnerId, customerId, subject } = row
    const of = { side: 'seller' as const, partnerId, customerId }
    const found = await lockSubscription(db, of, subject as SubscriptionRow['id'])
    if ((found?.endsAt?.toISOString() ?? null) !== endsAt || !found) return
    await saveSubscription(db, found, { endsAt: before === null ? null : new Date(before) })
  },
}
