import { z } from 'zod'
import { idOf } from '../core/id.ts'
import type { PartnerStatus } from '../core/organisation.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { type OfferTerm, offerTerms, seatsLimit } from './offer.ts'
import type { OrderRefusal, SoldOffer } from './order.ts'

/** A reseller asks its provider to order for a customer of both. Ordering stays the provider's act. */
export const orderAskStatuses = ['open', 'ordered', 'declined', 'withdrawn'] as const
export type OrderAskStatus = (typeof orderAskStatuses)[number]
export type OrderAskAct = 'order' | 'decline' | 'withdraw'
export type OrderAskRefusal = { code: 'order_ask_settled' } | { code: 'provider_relationship_missing' }
type AskRefusal =
  | OrderAskRefusal
  | Extract<OrderRefusal, { code: 'orders_suspended' | 'own_relationship_missing' | 'partnership_missing' }>
  | Extract<OrderRefusal, { code: 'offer_not_sold' | 'seats_out_of_range' | 'add_on_mismatch' }>

export const askOrderInput = z.object({
  providerId: idOf<'organisation'>(),
  offerId: idOf<'offer'>(),
  term: z.enum(offerTerms),
  quantity: z.number().int().min(1).max(seatsLimit),
})

/** Whether a reseller may ask: under the conditions that the provider's order will need of both. */
export function decideAsk(ask: {
  status: PartnerStatus | null
  isActive: boolean
  isPartner: boolean
  providerHasCustomer: boolean
  offer: SoldOffer | undefined
  term: OfferTerm
  quantity: number
}): Result<OrderAskStatus, AskRefusal> {
  const { offer, term, quantity } = ask
  if (ask.status !== 'active') return refuse({ code: 'orders_suspended' })
  if (!ask.isActive) return refuse({ code: 'own_relationship_missing' })
  if (!ask.isPartner) return refuse({ code: 'partnership_missing' })
  if (!ask.providerHasCustomer) return refuse({ code: 'provider_relationship_missing' })
  if (!offer || offer.isWithdrawn || !offer.prices.some((price) => price.term === term))
    return refuse({ code: 'offer_not_sold' })
  if (offer.addOnOf !== null) return refuse({ code: 'add_on_mismatch' })
  const { seatsMin: min, seatsMax: max } = offer
  return quantity < min || quantity > max ? refuse({ code: 'seats_out_of_range', min, max }) : ok('open')
}

const settledAs = { order: 'ordered', decline: 'declined', withdraw: 'withdrawn' } as const satisfies Record<
  OrderAskAct,
  OrderAskStatus
>

export const settleAsk = (
  status: OrderAskStatus,
  act: OrderAskAct,
): Result<OrderAskStatus, OrderAskRefusal> =>
  status === 'open' ? ok(settledAs[act]) : refuse({ code: 'order_ask_settled' })
