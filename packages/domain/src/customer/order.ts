import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { type OfferFacts, type OfferPrice, type OfferTerm, offerTerms, seatsLimit } from './offer.ts'
import type { PartiesRefusal } from './order-parties.ts'
import {
  type SubscriptionAct,
  type SubscriptionState,
  type SubscriptionStatus,
  stepSubscription,
} from './subscription.ts'

/** What an order does. `create` makes a subscription; an add-on is one that names its base. */
export const orderKinds = [
  'create',
  'quantity',
  'transition',
  'migrate',
  'partner_of_record',
  'renewal',
  'suspend',
  'resume',
  'cancel',
] as const
export type OrderKind = (typeof orderKinds)[number]

/** An order waits for the provisioner, unless it changes only what this instance keeps. */
export const orderStatuses = ['pending', 'done', 'failed'] as const
export type OrderStatus = (typeof orderStatuses)[number]
export const needsProvisioning = (kind: OrderKind): boolean =>
  kind !== 'partner_of_record' && kind !== 'renewal'

const seats = z.number().int().min(1).max(seatsLimit)
/** The price of one seat that the person reviewed, in the smallest unit of the partner's currency. */
const reviewed = z.object({ unitPrice: z.number().int().min(0) })

export const newOrderInput = z.object({
  offerId: idOf<'offer'>(),
  term: z.enum(offerTerms),
  quantity: seats,
  /** The base of an add-on. */
  parentId: idOf<'subscription'>().nullable().default(null),
  /** The reseller whose customer it is, for a provider's order: the partner of record. */
  resellerId: idOf<'organisation'>().nullable().default(null),
})
export const placeOrderInput = newOrderInput.extend(reviewed.shape).extend({
  /** What a reseller asked, and this order answers. */
  askId: idOf<'order_ask'>().nullable().default(null),
})

/** What is changed, beside the version of the subscription that the person saw. */
export const subscriptionChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('quantity'), quantity: seats }).extend(reviewed.shape),
  z.object({ kind: z.literal('transition'), offerId: idOf<'offer'>() }).extend(reviewed.shape),
  z.object({ kind: z.literal('migrate'), term: z.enum(offerTerms) }).extend(reviewed.shape),
  z.object({ kind: z.literal('partner_of_record'), resellerId: idOf<'organisation'>() }),
  z.object({ kind: z.literal('renewal'), isOn: z.boolean() }),
  z.object({ kind: z.literal('suspend') }),
  z.object({ kind: z.literal('resume') }),
  z.object({ kind: z.literal('cancel') }),
])
export type SubscriptionChange = z.output<typeof subscriptionChange>

export type OrderRefusal =
  | PartiesRefusal
  /** Another partner sold the subscription and answers for it. */
  | { code: 'other_seller' }
  /** The offer was withdrawn, or is not sold for this term or in the partner's currency. */
  | { code: 'offer_not_sold' }
  | { code: 'price_changed' }
  | { code: 'seats_out_of_range'; min: number; max: number }
  | { code: 'seats_assigned'; assigned: number }
  | { code: 'add_on_mismatch' }
  | { code: 'add_ons_live' }
  | { code: 'transition_impossible' }
  | { code: 'nothing_changed' }
  /** An earlier order of the subscription waits for the provisioner. */
  | { code: 'order_pending' }
  /** Somebody changed the subscription since the page was shown. */
  | { code: 'subscription_changed' }
  /** The subscription's state does not allow it. */
  | { code: 'subscription_state' }
  | { code: 'cancel_window_over' }

/** An offer as it is sold now; `prices` are those in the partner's currency. */
export type SoldOffer = OfferFacts & { id: string; isWithdrawn: boolean; prices: OfferPrice[] }

export type OrderedNow = {
  state: SubscriptionState
  offer: SoldOffer
  term: OfferTerm
  quantity: number
  resellerId: string | null
  renews: boolean
  isOwn: boolean
  isInCancelWindow: boolean
  hasPendingOrder: boolean
  hasLiveAddOns: boolean
  assigned: number
}

/** What the order writes. */
export type OrderPlan = {
  quantity: number
  offerId: string
  term: OfferTerm
  resellerId: string | null
  /** The price of one seat; null where the act costs nothing and the last price stays. */
  price: OfferPrice | null
}

/** What an add-on's order asks of its base. */
export type NewOrderBase = { isOwn: boolean; state: SubscriptionState; offer: Pick<SoldOffer, 'code'> }

/** Decides a new subscription, apart from who orders it. `parent` is the base that an add-on names. */
export function decideNewOrder(
  order: Omit<z.output<typeof placeOrderInput>, 'askId'>,
  offer: SoldOffer | undefined,
  parent: NewOrderBase | null,
): Result<OrderPlan, OrderRefusal> {
  if (!offer) return refuse({ code: 'offer_not_sold' })
  if (parent && !parent.isOwn) return refuse({ code: 'other_seller' })
  if (offer.addOnOf !== (parent?.offer.code ?? null)) return refuse({ code: 'add_on_mismatch' })
  if (parent && parent.state !== 'active') return refuse({ code: 'subscription_state' })
  const { term, quantity, unitPrice, resellerId } = order
  const sold = soldFor(offer, { term, quantity, unitPrice })
  return sold.ok ? ok({ quantity, offerId: offer.id, term, resellerId, price: sold.value }) : sold
}

/** Decides a change of a subscription, apart from whether its parties may buy. `to` is the offer of a transition. */
export function decideChange(
  now: OrderedNow,
  change: SubscriptionChange,
  to?: SoldOffer | undefined,
): Result<OrderPlan & { status: SubscriptionStatus }, OrderRefusal> {
  if (!now.isOwn) return refuse({ code: 'other_seller' })
  if (now.hasPendingOrder) return refuse({ code: 'order_pending' })
  const status = stepSubscription(now.state, change.kind satisfies SubscriptionAct)
  if (!status) return refuse({ code: 'subscription_state' })
  const changed = changedBy(now, change, to)
  return changed.ok ? ok({ ...stayingOf(now), ...changed.value, status }) : changed
}

const stayingOf = ({ quantity, offer, term, resellerId }: OrderedNow): OrderPlan => ({
  ...{ quantity, offerId: offer.id, term, resellerId, price: null },
})

function changedBy(
  now: OrderedNow,
  change: SubscriptionChange,
  to: SoldOffer | undefined,
): Result<Partial<OrderPlan>, OrderRefusal> {
  const { offer, term, quantity } = now
  switch (change.kind) {
    case 'quantity': {
      if (change.quantity === quantity) return refuse({ code: 'nothing_changed' })
      if (change.quantity < now.assigned) return refuse({ code: 'seats_assigned', assigned: now.assigned })
      const wanted = { term, quantity: change.quantity, unitPrice: change.unitPrice }
      // Fewer seats can be had of what is sold no more.
      const sold = change.quantity > quantity ? soldFor(offer, wanted) : inRange(offer, wanted.quantity)
      if (!sold.ok) return sold
      return ok({ quantity: change.quantity, ...('value' in sold && sold.value && { price: sold.value }) })
    }
    case 'transition': {
      if (now.hasLiveAddOns) return refuse({ code: 'add_ons_live' })
      if (!to) return refuse({ code: 'offer_not_sold' })
      if (to.id === offer.id) return refuse({ code: 'nothing_changed' })
      if (to.service !== offer.service || to.addOnOf !== offer.addOnOf)
        return refuse({ code: 'transition_impossible' })
      const sold = soldFor(to, { term, quantity, unitPrice: change.unitPrice })
      return sold.ok ? ok({ offerId: to.id, price: sold.value }) : sold
    }
    case 'migrate': {
      if (change.term === term) return refuse({ code: 'nothing_changed' })
      const sold = soldFor(offer, { term: change.term, quantity, unitPrice: change.unitPrice })
      return sold.ok ? ok({ term: change.term, price: sold.value }) : sold
    }
    case 'partner_of_record':
      if (change.resellerId === now.resellerId) return refuse({ code: 'nothing_changed' })
      return ok({ resellerId: change.resellerId })
    case 'renewal':
      return change.isOn === now.renews ? refuse({ code: 'nothing_changed' }) : ok({})
    case 'cancel':
      if (!now.isInCancelWindow) return refuse({ code: 'cancel_window_over' })
      return now.hasLiveAddOns ? refuse({ code: 'add_ons_live' }) : ok({})
    default:
      return ok({})
  }
}

/** Whether a change buys something, so that its parties have to be allowed to buy. */
export const isPurchase = (change: SubscriptionChange, quantity: number): boolean =>
  change.kind === 'transition' ||
  change.kind === 'migrate' ||
  (change.kind === 'quantity' && change.quantity > quantity) ||
  (change.kind === 'renewal' && change.isOn)

function inRange({ seatsMin: min, seatsMax: max }: SoldOffer, quantity: number): Result<null, OrderRefusal> {
  return quantity < min || quantity > max ? refuse({ code: 'seats_out_of_range', min, max }) : ok(null)
}

function soldFor(
  offer: SoldOffer,
  wanted: { term: OfferTerm; quantity: number; unitPrice: number },
): Result<OfferPrice, OrderRefusal> {
  const price = offer.prices.find(({ term }) => term === wanted.term)
  if (offer.isWithdrawn || !price) return refuse({ code: 'offer_not_sold' })
  const range = inRange(offer, wanted.quantity)
  if (!range.ok) return range
  return price.amount === wanted.unitPrice ? ok(price) : refuse({ code: 'price_changed' })
}

/** What the provisioner's answer makes of an order and of its subscription. */
export function settleOrder(
  order: { kind: OrderKind; status: OrderStatus },
  state: SubscriptionStatus,
  outcome: 'success' | 'failed',
): Result<{ order: OrderStatus; subscription: SubscriptionStatus | undefined }, { code: 'order_settled' }> {
  if (order.status !== 'pending') return refuse({ code: 'order_settled' })
  if (order.kind === 'create') {
    const subscription = stepSubscription(state, outcome === 'success' ? 'provision' : 'fail')
    return ok({ order: outcome === 'success' ? 'done' : 'failed', subscription })
  }
  // What failed leaves the subscription as it is. Whether the time for it was over was decided when it was ordered.
  const subscription = outcome === 'success' ? stepSubscription(state, order.kind) : undefined
  return ok({ order: subscription ? 'done' : 'failed', subscription })
}
