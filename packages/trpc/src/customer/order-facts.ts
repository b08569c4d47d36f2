import { currencyOf } from '@entente/addresses/currency'
import { batch } from '@entente/db/core/batch'
import type { PartnerDb } from '@entente/db/core/scopes'
import { customerAgreementHolds } from '@entente/db/customer/customer-agreements'
import { findSeats } from '@entente/db/customer/licences'
import { findOffer } from '@entente/db/customer/offers'
import { findPendingOrder } from '@entente/db/customer/subscription-orders'
import {
  findSubscription,
  hasCustomerAccount,
  isShared,
  type ListedSubscription,
  listAddOns,
  type lockSubscription,
  type SubscriptionsOf,
} from '@entente/db/customer/subscriptions'
import { lockLivePartnership } from '@entente/db/partner/partnerships'
import type { Id } from '@entente/domain/core/id'
import type { OrderedNow } from '@entente/domain/customer/order'
import type { OrderParties } from '@entente/domain/customer/order-parties'
import {
  isInCancelWindow,
  isLiveSubscription,
  subscriptionStateOf,
} from '@entente/domain/customer/subscription'
import type { Context } from '../core/context.ts'
import type { PartnerSession } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import type { CustomerAt } from '../relationship/partner-at-customer.ts'

export type AtCustomer = Context & { db: PartnerDb; session: PartnerSession; customer: CustomerAt }

/** The currency in which the partner buys. */
export const currencyAt = ({ cloud, session }: Pick<AtCustomer, 'cloud' | 'session'>): string =>
  currencyOf(session.organisation.country, cloud)

/** Which subscriptions of the customer the partner reads: a reseller those of which it is the partner of record. */
export const subscriptionsOf = ({ session, customer }: AtCustomer): SubscriptionsOf => ({
  side: session.organisation.partnerKind === 'indirect_reseller' ? 'record' : 'seller',
  partnerId: session.organisation.id,
  customerId: customer.relationship.customerId,
})

/** A subscription that the partner may read. One that it is about to change is locked first. */
export async function subscriptionAt(
  ctx: AtCustomer,
  id: Id<'subscription'>,
  find: typeof findSubscription | typeof lockSubscription = findSubscription,
): Promise<ListedSubscription> {
  const of = subscriptionsOf(ctx)
  // The partner of record reads it and never changes it, so it may not lock it.
  const found = await (of.side === 'seller' ? find : findSubscription)(ctx.db, of, id)
  if (!found) throw refused({ code: 'not_found' })
  return found
}

/** How a subscription stands, as the domain decides about it. */
export async function orderedNow(ctx: AtCustomer, subscription: ListedSubscription): Promise<OrderedNow> {
  const { db, cloud, now, session } = ctx
  const [offer, pending, addOns, seats] = await batch([
    findOffer(db, subscription.offerId, currencyAt(ctx)),
    findPendingOrder(db, subscription.id),
    listAddOns(db, subscriptionsOf(ctx), subscription.id),
    findSeats(db, subscription.id),
  ])
  if (!offer) throw new Error(`The offer ${subscription.offerId} is not on the price list.`)
  return {
    ...{
      offer,
      term: subscription.term,
      quantity: subscription.quantity,
      resellerId: subscription.resellerId,
    },
    state: subscriptionStateOf(subscription, cloud, now),
    renews: subscription.endsAt === null,
    isOwn: subscription.partnerId === session.organisation.id,
    isInCancelWindow: isInCancelWindow(subscription, cloud, now),
    hasPendingOrder: pending !== undefined,
    hasLiveAddOns: addOns.some((one) => isLiveSubscription(subscriptionStateOf(one, cloud, now))),
    assigned: seats?.assigned ?? 0,
  }
}

/** The parties of an order, and how they stand to each other; a partnership stays as it is until the order is written. */
export async function partiesAt(
  ctx: AtCustomer,
  resellerId: Id<'organisation'> | null,
): Promise<OrderParties> {
  const { db, cloud, session, customer } = ctx
  const { id: partnerId, partnerKind, partnerStatus } = session.organisation
  const { customerId, status } = customer.relationship
  if (!partnerKind || !partnerStatus) throw new Error('A partner has a kind and a status.')
  const between = { partnerId, customerId }
  return {
    ...{ partner: { kind: partnerKind, status: partnerStatus }, relationship: { status } },
    customerHasAccount: await hasCustomerAccount(db, customerId),
    agreementHolds: await customerAgreementHolds(db, cloud, between),
    reseller: resellerId && (await resellerAt(ctx, resellerId)),
  }
}

/** How the reseller that a provider names stands to both. */
export async function resellerAt(
  { db, session, customer }: AtCustomer,
  resellerId: Id<'organisation'>,
): Promise<NonNullable<OrderParties['reseller']>> {
  const isPartner = await lockLivePartnership(db, { providerId: session.organisation.id, resellerId })
  return { isPartner, hasCustomer: await isShared(db, customer.relationship.customerId, resellerId) }
}
