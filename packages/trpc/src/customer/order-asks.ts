import { newId } from '@entente/db/core/new-id'
import { findOffer } from '@entente/db/customer/offers'
import {
  findOrderAsk,
  insertOrderAsk,
  listOrderAsks,
  lockOrderAsk,
  saveOrderAsk,
} from '@entente/db/customer/order-asks'
import { isShared } from '@entente/db/customer/subscriptions'
import { lockLivePartnership } from '@entente/db/partner/partnerships'
import { type Id, idOf } from '@entente/domain/core/id'
import { askOrderInput, decideAsk, type OrderAskAct, settleAsk } from '@entente/domain/customer/order-ask'
import { z } from 'zod'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation, atCustomerQuery } from '../relationship/partner-at-customer.ts'
import { type AtCustomer, currencyAt } from './order-facts.ts'
import { recordAt } from './write-order.ts'

const named = z.object({ askId: idOf<'order_ask'>() })

/** What a reseller asks its provider to order for a customer of both. Ordering stays the provider's act. */
export const orderAsks = t.router({
  /** The provider reads what is open, the reseller how its own went. */
  list: atCustomerQuery('subscriptions.view').query(async ({ ctx }) => {
    const { db, session, customer } = ctx
    const side = session.organisation.partnerKind === 'indirect_reseller' ? 'reseller' : 'provider'
    const asks = await listOrderAsks(
      db,
      { side, ownId: session.organisation.id },
      customer.relationship.customerId,
    )
    return asks.map(({ id, resellerId, offerId, offerName, otherName, term, quantity, status, askedAt }) => ({
      ...{ id, resellerId, offerId, offerName, otherName, term, quantity, status, askedAt },
    }))
  }),

  send: atCustomerMutation('subscriptions.order')
    .input(askOrderInput)
    .mutation(async ({ ctx, input: { providerId, offerId, term, quantity } }) => {
      const { db, session, customer, now } = ctx
      const { id: relationshipId, customerId } = customer.relationship
      const resellerId = session.organisation.id
      const offer = await findOffer(db, offerId, currencyAt(ctx))
      settled(
        decideAsk({
          ...{
            status: session.organisation.partnerStatus,
            isActive: customer.relationship.status === 'active',
          },
          isPartner: await lockLivePartnership(db, { providerId, resellerId }),
          providerHasCustomer: await isShared(db, customerId, providerId),
          ...{ offer, term, quantity },
        }),
      )
      const id = newId<'order_ask'>()
      const ask = { id, providerId, resellerId, customerId, relationshipId, offerId, term, quantity }
      await insertOrderAsk(db, { ...ask, askedAt: now, askedBy: session.account.id })
      await record(ctx, 'order_ask.sent', ask)
      return { id }
    }),

  withdraw: atCustomerMutation('subscriptions.order')
    .input(named)
    .mutation(async ({ ctx, input: { askId } }) => {
      await record(ctx, 'order_ask.withdrawn', await answerAsk(ctx, askId, 'withdraw'))
      return {}
    }),

  decline: atCustomerMutation('subscriptions.order')
    .input(named)
    .mutation(async ({ ctx, input: { askId } }) => {
      await record(ctx, 'order_ask.declined', await answerAsk(ctx, askId, 'decline'))
      return {}
    }),
})

/** Settles what was asked, from the side that may: the provider orders or declines, the reseller withdraws. */
export async function answerAsk(ctx: AtCustomer, askId: Id<'order_ask'>, act: OrderAskAct) {
  const { db, session, customer, now } = ctx
  const ask = await findOrderAsk(db, askId)
  const side = act === 'withdraw' ? 'resellerId' : 'providerId'
  if (ask?.[side] !== session.organisation.id || ask.customerId !== customer.relationship.customerId)
    throw refused({ code: 'not_found' })
  const open = await lockOrderAsk(db, askId)
  if (!open) throw refused({ code: 'order_ask_settled' })
  await saveOrderAsk(db, askId, { status: settled(settleAsk(open.status, act)), settledAt: now })
  return ask
}

type Ask = {
  id: Id<'order_ask'>
  providerId: Id<'organisation'>
  resellerId: Id<'organisation'>
  customerId: Id<'organisation'>
  quantity: number
}
const record = (
  ctx: AtCustomer,
  action: `order_ask.${'sent' | 'declined' | 'withdrawn'}`,
  { id: orderAskId, providerId, resellerId, customerId, quantity }: Ask,
) => {
  const payload = { orderAskId, customerId, quantity }
  return recordAt(ctx, action, [
    [resellerId, { ...payload, providerId }],
    [providerId, { ...payload, resellerId }],
  ])
}
