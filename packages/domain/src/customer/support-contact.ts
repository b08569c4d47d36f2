import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import type { OrderRefusal } from './order.ts'
import { isLiveSubscription, type SubscriptionState } from './subscription.ts'

/** Whom the customer calls about a subscription: who sold it, or in two tiers its partner of record. */
export const supportSides = ['seller', 'reseller'] as const
export type SupportSide = (typeof supportSides)[number]

export const assignSupportInput = z.object({
  subscriptionId: idOf<'subscription'>(),
  side: z.enum(supportSides),
})

/** The reseller is no partner of the seller any more, or does not have the customer. */
export type SupportContactRefusal = { code: 'support_reseller_missing' }

/** Decides who supports the customer with a subscription from now on: its seller says so. */
export function assignSupport(
  now: { isOwn: boolean; state: SubscriptionState; supportBy: SupportSide; hasReseller: boolean },
  side: SupportSide,
): Result<SupportSide, SupportContactRefusal | OrderRefusal> {
  if (!now.isOwn) return refuse({ code: 'other_seller' })
  if (!isLiveSubscription(now.state)) return refuse({ code: 'subscription_state' })
  if (side === 'reseller' && !now.hasReseller) return refuse({ code: 'support_reseller_missing' })
  return side === now.supportBy ? refuse({ code: 'nothing_changed' }) : ok(side)
}

/** Who supports it now. A reseller that left the customer does no more, and the seller is there again (§4.7). */
export const supporterOf = (now: { supportBy: SupportSide; hasReseller: boolean }): SupportSide =>
  now.supportBy === 'reseller' && now.hasReseller ? 'reseller' : 'seller'
