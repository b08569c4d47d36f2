import { currencyOf } from '@entente/addresses/currency'
import type { CustomerDb } from '@entente/db/core/scopes'
import { customerAgreementHolds } from '@entente/db/customer/customer-agreements'
import { findOffer, listBasesToAddTo, listSoldOffers } from '@entente/db/customer/offers'
import {
  findOwnSubscription,
  listOwnSubscriptions,
  listTiers,
  type OwnSubscription,
} from '@entente/db/customer/own-subscriptions'
import { listPermitted } from '@entente/db/customer/purchase-permissions'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { findSupport, type PartnerSupport } from '@entente/db/identity/partner-support'
import { lockLivePartnership } from '@entente/db/partner/partnerships'
import { listActivePartners } from '@entente/db/relationship/customers-partners'
import {
  findRelationshipWith,
  lockRelationshipsWith,
  type Relationship,
} from '@entente/db/relationship/relationships'
import { type Id, idOf } from '@entente/domain/core/id'
import { searchText } from '@entente/domain/core/search-text'
import { currentTermEnd } from '@entente/domain/customer/offer'
import { decidePurchase, type PurchaseInput, purchaseInput } from '@entente/domain/customer/purchase'
import { subscriptionStateOf, subscriptionStates } from '@entente/domain/customer/subscription'
import { supporterOf } from '@entente/domain/customer/support-contact'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { customerMutation, customerQuery, type TenantSession } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { writeOrder, writeSubscription } from './write-order.ts'

type Own = Context & { db: CustomerDb; session: TenantSession<'customer'> }

const page = {
  search: searchText.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
}
const partner = z.object({ partnerId: idOf<'organisation'>() })

/** What a customer has, who sold it and whom to call, and what it buys itself where the seller allows it. */
export const ownSubscriptions = t.router({
  list: customerQuery('own_subscriptions.view')
    .input(z.object({ ...page, state: z.enum(subscriptionStates).optional() }))
    .query(async ({ ctx, input }) => {
      const { db, session, cloud, now } = ctx
      const found = await listOwnSubscriptions(db, session.organisation.id, input, cloud, now)
      const supporters = await findSupport(db, [...new Set(found.subscriptions.map(supporterIdOf))])
      const bases = await listBasesToAddTo(db, [...new Set(found.subscriptions.map((one) => one.offerId))])
      const hasAddOns = ({ offerId, sellerCountry }: OwnSubscription) =>
        bases.some((base) => base.offerId === offerId && base.currency === currencyOf(sellerCountry, cloud))
      return {
        ...found,
        subscriptions: found.subscriptions.map((one) => ({
          ...shown(ctx, one, supporters),
          /** Whether the seller sells something that the customer may add to it. */
          hasAddOns: hasAddOns(one),
        })),
      }
    }),

  /** The partners that sell to the customer, in two tiers each with the reseller through which it buys, and which allow it. */
  sellers: customerQuery('own_subscriptions.view').query(async ({ ctx: { db, session, cloud } }) => {
    const customerId = session.organisation.id
    const partners = await listActivePartners(db, customerId)
    const [tiers, permitted] = [await listTiers(db), await listPermitted(db, customerId)]
    const sellers = partners.flatMap(({ id, legalName, kind }) => {
      const ofTier = tiers.flatMap(({ providerId, resellerId }) => (providerId === id ? resellerId : []))
      return (kind === 'direct_bill' ? [null] : ofTier).map((resellerId) => ({
        ...{ partnerId: id, name: legalName, resellerId, isAllowed: permitted.includes(id) },
        resellerName: partners.find((one) => one.id === resellerId)?.legalName ?? null,
      }))
    })
    return { sellers, isOffered: cloud.subscriptions.selfService }
  }),

  /** What the customer may buy from a seller by itself, or add to a subscription. Prices are the seller's alone. */
  catalogue: customerQuery('own_subscriptions.buy')
    .input(partner.extend({ ...page, parentId: idOf<'subscription'>().nullable().default(null) }))
    .query(async ({ ctx, input: { partnerId, parentId, ...wish } }) => {
      const base = await baseAt(ctx, parentId)
      const { currency } = await sellerAt(ctx, partnerId)
      const sold = { currency, addOnOf: base?.offerId ?? null, service: null, selfService: true }
      const { offers, nextCursor } = await listSoldOffers(ctx.db, sold, wish)
      return { offers: offers.map(priceless), nextCursor }
    }),

  offer: customerQuery('own_subscriptions.buy')
    .input(partner.extend({ offerId: idOf<'offer'>() }))
    .query(async ({ ctx, input: { partnerId, offerId } }) => {
      const { currency } = await sellerAt(ctx, partnerId)
      const found = await findOffer(ctx.db, offerId, currency)
      if (!found?.selfService) throw refused({ code: 'not_found' })
      return priceless(found)
    }),

  /** Whether a purchase would be taken, and from whom; nothing is written. */
  review: customerQuery('own_subscriptions.buy')
    .input(purchaseInput)
    .query(async ({ ctx, input }) => {
      const { db, session } = ctx
      const relationship = await findRelationshipWith(db, session.organisation.id, input.partnerId)
      const { plan, offer, base, seller } = await decideAt(ctx, input, relationship)
      const reseller = plan.resellerId && (await findPartnerCard(db, input.resellerId ?? input.partnerId))
      return {
        ...{ offer: offer.name, quantity: plan.quantity, term: plan.term, base: base?.offerName ?? null },
        ...{ seller: seller.legalName, reseller: reseller ? reseller.legalName : null },
      }
    }),

  // The relationship is locked against the seller's switch and against acts of the partner at the customer, such as ending
  // the base: they come before the purchase or after it.
  buy: customerMutation('own_subscriptions.buy', { fresh: true })
    .input(purchaseInput)
    .mutation(async ({ ctx, input }) => {
      const locked = await lockRelationshipsWith(ctx.db, ctx.session.organisation.id, [input.partnerId])
      const relationship = locked.find(({ partnerId }) => partnerId === input.partnerId)
      const { plan, offer } = await decideAt(ctx, input, relationship)
      if (!relationship || !plan.price) throw new Error('A purchase has a seller and a price.')
      const ordering = { ...ctx, customer: { relationship } }
      const subscriptionId = await writeSubscription(ordering, plan, input.parentId)
      await writeOrder(ordering, {
        ...{ subscriptionId, kind: 'create', before: null, after: plan, offerName: offer.name },
        price: { currency: plan.price.currency, unitPrice: plan.price.amount },
      })
      return { subscriptionId }
    }),
})

/** Decides a purchase with the facts of its seller, its offer and its base. */
async function decideAt(ctx: Own, purchase: PurchaseInput, relationship: Relationship | undefined) {
  const { db, cloud, session } = ctx
  const { partnerId, resellerId } = purchase
  if (!relationship) throw refused({ code: 'not_found' })
  const { card: seller, currency } = await sellerAt(ctx, partnerId)
  const customerId = session.organisation.id
  const isTier = resellerId !== null && (await lockLivePartnership(db, { providerId: partnerId, resellerId }))
  const base = await baseAt(ctx, purchase.parentId)
  const offer = await findOffer(db, purchase.offerId, currency)
  const plan = settled(
    decidePurchase({
      ...{ cloud, purchase, offer },
      isAllowed: (await listPermitted(db, customerId)).includes(partnerId),
      parties: {
        ...{ partner: seller, relationship, customerHasAccount: true },
        agreementHolds: await customerAgreementHolds(db, cloud, { partnerId, customerId }),
        // A customer sees only partnerships of two partners of its own.
        reseller: resellerId && { isPartner: isTier, hasCustomer: isTier },
      },
      base: base && {
        isOwn: base.partnerId === partnerId,
        state: subscriptionStateOf(base, cloud, ctx.now),
        offer: { code: base.offerCode },
        resellerId: base.resellerId,
      },
    }),
  )
  if (!offer) throw refused({ code: 'offer_not_sold' })
  return { plan, offer, base, seller }
}

/** A partner of the customer, and the currency of its price list. */
async function sellerAt({ db, cloud }: Own, partnerId: Id<'organisation'>) {
  const card = await findPartnerCard(db, partnerId)
  if (!card?.kind) throw refused({ code: 'not_found' })
  return { card, currency: currencyOf(card.country, cloud) }
}

/** The subscription that a purchase adds to. */
async function baseAt({ db, session }: Own, id: Id<'subscription'> | null) {
  if (!id) return null
  const found = await findOwnSubscription(db, session.organisation.id, id)
  if (!found) throw refused({ code: 'not_found' })
  return found
}

const priceless = ({
  id,
  name,
  service,
  seatsMin,
  seatsMax,
  prices,
}: NonNullable<Awaited<ReturnType<typeof findOffer>>>) => ({
  ...{ id, name, service, seatsMin, seatsMax },
  terms: prices.map(({ term }) => term),
})

const supporterIdOf = (one: OwnSubscription): Id<'organisation'> =>
  (supporterOf(one) === 'reseller' && one.resellerId) || one.partnerId

function shown({ cloud, now }: Own, one: OwnSubscription, supporters: Map<string, PartnerSupport>) {
  const { id, offerName, baseName, service, quantity, term, termStartedAt, endsAt, parentId } = one
  const supporterId = supporterIdOf(one)
  return {
    ...{ id, offerName, baseName, service, quantity, term, endsAt, createdAt: one.createdAt },
    state: subscriptionStateOf(one, cloud, now),
    termEndsAt: termStartedAt && currentTermEnd(termStartedAt, term, now),
    isAddOn: parentId !== null,
    seller: { id: one.partnerId, name: one.sellerName },
    /** The partner of record, where another one sold it. */
    reseller: one.resellerId && { id: one.resellerId, name: one.resellerName ?? '' },
    /** Whom to call. */
    support: {
      name: (supporterId === one.resellerId ? one.resellerName : null) ?? one.sellerName,
      ...(supporters.get(supporterId) ?? { email: null, phone: null, website: null }),
    },
  }
}
