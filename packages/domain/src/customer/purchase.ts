import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { type Result, refuse } from '../core/result.ts'
import { offerTerms, seatsLimit } from './offer.ts'
import {
  decideNewOrder,
  type NewOrderBase,
  type OrderPlan,
  type OrderRefusal,
  type SoldOffer,
} from './order.ts'
import { decideParties, type OrderParties } from './order-parties.ts'
import type { PurchaseRefusal, SelfService } from './purchase-permission.ts'

/** What a customer buys for itself, and from whom: the seller's list has its own price, so the customer names none. */
export const purchaseInput = z.object({
  partnerId: idOf<'organisation'>(),
  /** In two tiers, the reseller through which the customer buys from the provider: the partner of record. */
  resellerId: idOf<'organisation'>().nullable().default(null),
  offerId: idOf<'offer'>(),
  term: z.enum(offerTerms),
  quantity: z.number().int().min(1).max(seatsLimit),
  /** The subscription that the seller sold before, and this one adds to. */
  parentId: idOf<'subscription'>().nullable().default(null),
})
export type PurchaseInput = z.output<typeof purchaseInput>

/**
 * Decides a customer's own purchase: its seller allows it, sells to it now, and the offer is one of self-service.
 * `base` is the subscription that an add-on names, and its `resellerId` that of the seller's order.
 */
export function decidePurchase({
  cloud,
  isAllowed,
  parties,
  purchase,
  offer,
  base,
}: {
  cloud: SelfService
  isAllowed: boolean
  parties: OrderParties
  purchase: Omit<PurchaseInput, 'partnerId'>
  offer: SoldOffer | undefined
  base: (NewOrderBase & { resellerId: string | null }) | null
}): Result<OrderPlan, OrderRefusal | PurchaseRefusal | { code: 'feature_off' }> {
  if (!cloud.subscriptions.selfService) return refuse({ code: 'feature_off' })
  if (!isAllowed) return refuse({ code: 'purchases_not_allowed' })
  if (!decideParties(parties).ok) return refuse({ code: 'seller_unavailable' })
  if (!offer?.selfService) return refuse({ code: 'offer_not_sold' })
  if (base && base.resellerId !== purchase.resellerId) return refuse({ code: 'other_seller' })
  const unitPrice = offer.prices.find(({ term }) => term === purchase.term)?.amount ?? 0
  return decideNewOrder({ ...purchase, unitPrice }, offer, base)
}
