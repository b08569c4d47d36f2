import type { Cloud } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import type { OfferTerm } from '@entente/domain/customer/offer'
import type { SubscriptionStatus } from '@entente/domain/customer/subscription'
import type { SupportSide } from '@entente/domain/customer/support-contact'
import { pageOf, pageRows } from '../core/cursor.ts'
import type { CustomerDb } from '../core/scopes.ts'
import { type SubscriptionWish, subscriptionColumns, wishedFor } from './subscriptions.ts'

/** A customer's subscriptions from all sellers, in the customer's scope. */
const own = (db: CustomerDb, customerId: Id<'organisation'>) =>
  db
    .selectFrom('subscription')
    .innerJoin('offer', 'offer.id', 'subscription.offerId')
    .innerJoin('organisation as seller', 'seller.id', 'subscription.partnerId')
    .leftJoin('organisation as reseller', 'reseller.id', 'subscription.resellerId')
    .leftJoin('subscription as base', 'base.id', 'subscription.parentId')
    .leftJoin('offer as baseOffer', 'baseOffer.id', 'base.offerId')
    .select(subscriptionColumns)
    .select([
      'offer.name as offerName',
      'offer.code as offerCode',
      'offer.service',
      'baseOffer.name as baseName',
    ])
    .select([
      'seller.country as sellerCountry',
      'seller.legalName as sellerName',
      'reseller.legalName as resellerName',
    ])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('relationship')
            .select('id')
            .whereRef('relationship.partnerId', '=', 'subscription.resellerId')
            .where('relationship.customerId', '=', customerId)
            .where('relationship.status', '=', 'active'),
        )
        .$castTo<boolean>()
        .as('hasReseller'),
    )
    // Check constraints limit these columns.
    .$narrowType<{ status: SubscriptionStatus; term: OfferTerm; supportBy: SupportSide }>()
    .where('subscription.customerId', '=', customerId)

export type OwnSubscription = Awaited<ReturnType<ReturnType<typeof own>['executeTakeFirstOrThrow']>>

/** One page of what a customer has, the newest first. */
export async function listOwnSubscriptions(
  db: CustomerDb,
  customerId: Id<'organisation'>,
  wish: SubscriptionWish,
  cloud: Pick<Cloud, 'subscriptions'>,
  now: Date,
): Promise<{ subscriptions: OwnSubscription[]; nextCursor: string | null }> {
  const rows = await own(db, customerId)
    .where((eb) => eb.and(wishedFor(wish, cloud, now)))
    .orderBy('subscription.id', 'desc')
    .limit(pageRows(wish.limit))
    .execute()
  const { page, nextCursor } = pageOf(rows, wish.limit, (last) => [last.id])
  return { subscriptions: page, nextCursor }
}

export const findOwnSubscription = (
  db: CustomerDb,
  customerId: Id<'organisation'>,
  id: Id<'subscription'>,
): Promise<OwnSubscription | undefined> =>
  own(db, customerId).where('subscription.id', '=', id).executeTakeFirst()

/** Which of a customer's partners sell to it through which others. */
export const listTiers = (db: CustomerDb) =>
  db.selectFrom('partnership').select(['providerId', 'resellerId']).where('status', '=', 'active').execute()
