import { lockSeats, saveSeats } from '@entente/db/customer/licences'
import { findOffer, listSoldOffers, type OfferRow } from '@entente/db/customer/offers'
import { requestProvisioning } from '@entente/db/customer/provisioning'
import { findLastPrice, listOrders } from '@entente/db/customer/subscription-orders'
import {
  type ListedSubscription,
  listAddOns,
  listSharing,
  listSubscriptions,
  lockSubscription,
  saveSubscription,
} from '@entente/db/customer/subscriptions'
import { idOf } from '@entente/domain/core/id'
import { searchText } from '@entente/domain/core/search-text'
import { currentTermEnd } from '@entente/domain/customer/offer'
import {
  decideChange,
  decideNewOrder,
  isPurchase,
  newOrderInput,
  type OrderedNow,
  placeOrderInput,
  subscriptionChange,
} from '@entente/domain/customer/order'
import { decideParties, decideReseller } from '@entente/domain/customer/order-parties'
import { subscriptionStateOf, subscriptionStates } from '@entente/domain/customer/subscription'
import { supporterOf } from '@entente/domain/customer/support-contact'
import { z } from 'zod'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation, atCustomerQuery } from '../relationship/partner-at-customer.ts'
import { answerAsk, orderAsks } from './order-asks.ts'
import {
  type AtCustomer,
  currencyAt,
  orderedNow,
  partiesAt,
  resellerAt,
  subscriptionAt,
  subscriptionsOf,
} from './order-facts.ts'
import { writeOrder, writeSubscription } from './write-order.ts'

const page = {
  search: searchText.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
}
const named = z.object({ subscriptionId: idOf<'subscription'>() })

/** What a partner sold to a customer, and what it may change of it (§4.10). It needs the relationship, and no privileges. */
export const subscriptions = t.router({
  list: atCustomerQuery('subscriptions.view')
    .input(z.object({ ...page, state: z.enum(subscriptionStates).optional() }))
    .query(async ({ ctx, input }) => {
      const { db, cloud, now } = ctx
      const found = await listSubscriptions(db, subscriptionsOf(ctx), input, cloud, now)
      return { ...found, subscriptions: found.subscriptions.map((one) => shown(ctx, one)) }
    }),

  /** One subscription with its add-ons, its history and what can be chosen for it. Prices are the seller's alone. */
  get: atCustomerQuery('subscriptions.view')
    .input(named.extend({ cursor: page.cursor }))
    .query(async ({ ctx, input: { subscriptionId, cursor } }) => {
      const { db, session } = ctx
      const found = await subscriptionAt(ctx, subscriptionId)
      const stands = await orderedNow(ctx, found)
      const addOns = await listAddOns(db, subscriptionsOf(ctx), found.id)
      const isOwn = stands.isOwn
      return {
        ...shown(ctx, found),
        ...{ isOwn, addOns: addOns.map((one) => shown(ctx, one)) },
        ...{ hasPendingOrder: stands.hasPendingOrder, assigned: stands.assigned },
        isInCancelWindow: stands.isInCancelWindow,
        offer: forSeller(stands.offer, isOwn),
        price: (isOwn && (await findLastPrice(db, found.id))) || null,
        history: isOwn
          ? await listOrders(db, session.organisation.id, found.id, { cursor, limit: 20 })
          : { orders: [], nextCursor: null },
        resellers: isOwn ? await sharingResellers(ctx) : [],
      }
    }),

  /** What can be bought: by itself, as an add-on of a subscription, or as an offer that it can move to. */
  catalogue: atCustomerQuery('subscriptions.order')
    .input(
      z.object({
        ...page,
        addOnTo: idOf<'subscription'>().optional(),
        from: idOf<'subscription'>().optional(),
      }),
    )
    .query(async ({ ctx, input: { addOnTo, from, ...wish } }) => {
      const { db, session } = ctx
      const base = addOnTo ? (await subscriptionAt(ctx, addOnTo)).offerId : null
      const service = from ? (await subscriptionAt(ctx, from)).service : null
      const sold = { currency: currencyAt(ctx), addOnOf: base, service }
      const { offers, nextCursor } = await listSoldOffers(db, sold, wish)
      const isSeller = session.organisation.partnerKind !== 'indirect_reseller'
      return {
        ...{ nextCursor, offers: offers.map((offer) => forSeller(offer, isSeller)), isSeller },
      }
    }),

  /** One offer, for the page that orders it. */
  offer: atCustomerQuery('subscriptions.order')
    .input(z.object({ offerId: idOf<'offer'>() }))
    .query(async ({ ctx, input: { offerId } }) => {
      const found = await findOffer(ctx.db, offerId, currencyAt(ctx))
      if (!found) throw refused({ code: 'not_found' })
      const isSeller = ctx.session.organisation.partnerKind !== 'indirect_reseller'
      return {
        ...{ ...forSeller(found, isSeller), isSeller, addOnOf: found.addOnOf },
        ...{ resellers: await sharingResellers(ctx), providers: await sharingProviders(ctx) },
      }
    }),

  /** What an order would cost, and whether it would be taken; nothing is written. */
  review: atCustomerQuery('subscriptions.order')
    .input(newOrderInput)
    .query(async ({ ctx, input }) => {
      const offer = await findOffer(ctx.db, input.offerId, currencyAt(ctx))
      const unitPrice = offer?.prices.find(({ term }) => term === input.term)?.amount ?? 0
      const { plan, sold } = await decideOrder(ctx, { ...input, unitPrice })
      return {
        ...{
          offer: sold.name,
          quantity: plan.quantity,
          term: plan.term,
          unitPrice,
          currency: currencyAt(ctx),
        },
        total: unitPrice * plan.quantity,
      }
    }),

  place: atCustomerMutation('subscriptions.order', { fresh: true })
    .input(placeOrderInput)
    .mutation(async ({ ctx, input: { askId, ...order } }) => {
      const { plan, sold } = await decideOrder(ctx, order)
      if (askId) await answerAsk(ctx, askId, 'order')
      const subscriptionId = await writeSubscription(ctx, plan, order.parentId)
      const price = { currency: currencyAt(ctx), unitPrice: order.unitPrice }
      const what = { kind: 'create' as const, before: null, after: plan, offerName: sold.name }
      await writeOrder(ctx, { subscriptionId, ...what, price })
      return { subscriptionId }
    }),

  change: atCustomerMutation('subscriptions.order', { fresh: true })
    .input(named.extend({ version: z.number().int(), change: subscriptionChange }))
    .mutation(async ({ ctx, input: { subscriptionId, version, change } }) => {
      const { db, session, now } = ctx
      const found = await subscriptionAt(ctx, subscriptionId, lockSubscription)
      // No licence is assigned until this order is written.
      await lockSeats(db, found.id)
      const stands = await orderedNow(ctx, found)
      const to =
        change.kind === 'transition' ? await findOffer(db, change.offerId, currencyAt(ctx)) : undefined
      const { status, ...plan } = settled(decideChange(stands, change, to))
      if (found.version !== version) throw refused({ code: 'subscription_changed' })
      if (isPurchase(change, found.quantity)) settled(decideParties(await partiesAt(ctx, found.resellerId)))
      const kind = session.organisation.partnerKind ?? 'direct_bill'
      if (change.kind === 'partner_of_record')
        settled(decideReseller(kind, await resellerAt(ctx, change.resellerId)))
      const endsAt = change.kind === 'renewal' ? endOf(found, change.isOn, now) : found.endsAt
      await saveSubscription(db, found, {
        ...(change.kind === 'partner_of_record' && { resellerId: change.resellerId }),
        ...(change.kind === 'renewal' && { status, endsAt }),
      })
      if (change.kind === 'renewal') await tellEnd(ctx, found, endsAt)
      if (plan.quantity < found.quantity) await saveSeats(db, found.id, plan.quantity)
      const last = await findLastPrice(db, found.id)
      if (!last) throw new Error(`The subscription ${found.id} has no order.`)
      await writeOrder(ctx, {
        ...{ subscriptionId, kind: change.kind, before: found, after: plan },
        ...{
          offerName: to?.name ?? found.offerName,
          renews: change.kind === 'renewal' ? change.isOn : undefined,
        },
        price: plan.price ? { currency: plan.price.currency, unitPrice: plan.price.amount } : last,
      })
      return { subscriptionId }
    }),

  asks: orderAsks,
})

/** Decides a new subscription with the facts of its offer, its base and its parties. */
async function decideOrder(ctx: AtCustomer, order: Omit<z.output<typeof placeOrderInput>, 'askId'>) {
  settled(decideParties(await partiesAt(ctx, order.resellerId)))
  const parent: OrderedNow | null = order.parentId
    ? await orderedNow(ctx, await subscriptionAt(ctx, order.parentId))
    : null
  const sold = await findOffer(ctx.db, order.offerId, currencyAt(ctx))
  const plan = settled(decideNewOrder(order, sold, parent))
  if (!sold) throw refused({ code: 'offer_not_sold' })
  return { plan, sold }
}

/** The cloud lets a subscription expire at the end that it was told last, or renews it. */
const tellEnd = ({ db, customer, now }: AtCustomer, { id, endsAt }: ListedSubscription, end: Date | null) =>
  requestProvisioning(
    db,
    {
      ...{ relationship: customer.relationship, kind: 'subscription.renewal', subject: id },
      payload: { endsAt: end, before: endsAt },
    },
    now,
  )

/** When a subscription ends whose renewal is turned off: with its present term. */
const endOf = ({ termStartedAt, term }: ListedSubscription, isOn: boolean, now: Date): Date | null =>
  isOn || !termStartedAt ? null : currentTermEnd(termStartedAt, term, now)

/** Prices and what was paid are for the partner that buys; a reseller sees terms and seats. */
const forSeller = ({ prices, ...offer }: OfferRow | OrderedNow['offer'], isSeller: boolean) => ({
  ...{ id: offer.id, code: offer.code, name: offer.name, service: offer.service },
  ...{ seatsMin: offer.seatsMin, seatsMax: offer.seatsMax, isWithdrawn: offer.isWithdrawn },
  terms: prices.map(({ term }) => term),
  prices: isSeller ? prices : [],
})

function shown({ cloud, now }: AtCustomer, found: ListedSubscription) {
  const { partnerId: _, customerId: __, relationshipId: ___, status: ____, ...rest } = found
  const { termStartedAt, term } = found
  return {
    ...rest,
    state: subscriptionStateOf(found, cloud, now),
    /** Whom the customer calls about it. */
    supporter: supporterOf(found),
    termEndsAt: termStartedAt && currentTermEnd(termStartedAt, term, now),
  }
}

const sharingResellers = (ctx: AtCustomer) => sharing(ctx, 'provider')
const sharingProviders = (ctx: AtCustomer) => sharing(ctx, 'reseller')

async function sharing({ db, session, customer }: AtCustomer, side: 'provider' | 'reseller') {
  if (session.organisation.partnerKind !== `indirect_${side}`) return []
  return listSharing(db, { side, ownId: session.organisation.id }, customer.relationship.customerId)
}
