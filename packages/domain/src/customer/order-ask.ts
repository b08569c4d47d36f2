import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { offerTerms, seatsLimit } from './offer.ts'

/** A reseller asks its provider to order for a customer of both. Ordering stays the provider's act. */
export const orderAskStatuses = ['open', 'ordered', 'declined', 'withdrawn'] as const
export type OrderAskStatus = (typeof orderAskStatuses)[number]
export type OrderAskAct = 'order' | 'decline' | 'withdraw'
export type OrderAskRefusal = { code: 'order_ask_settled' }

export const askOrderInput = z.object({
  providerId: idOf<'organisation'>(),
  offerId: idOf<'offer'>(),
  term: z.enum(offerTerms),
  quantity: z.number().int().min(1).max(seatsLimit),
})

const settledAs = { order: 'ordered', decline: 'declined', withdraw: 'withdrawn' } as const satisfies Record<
  OrderAskAct,
  OrderAskStatus
>

export const settleAsk = (
  status: OrderAskStatus,
  act: OrderAskAct,
): Result<OrderAskStatus, OrderAskRefusal> =>
  status === 'open' ? ok(settledAs[act]) : refuse({ code: 'order_ask_settled' })
