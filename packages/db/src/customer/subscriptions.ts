import type { Cloud } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import type { OfferTerm } from '@entente/domain/customer/offer'
import {
  isLiveSubscription,
  type SubscriptionState,
  type SubscriptionStatus,
  subscriptionStates,
} from '@entente/domain/customer/subscription'
import type { SupportSide } from '@entente/domain/customer/support-contact'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import type { Row } from '../core/row.ts'
import type * as schema from '../core/schema.gen.ts'
import type { PartnerDb, Scoped } from '../core/scopes.ts'
import { matchesSearch } from '../core/search.ts'

// Check constraints limit these columns.
type Narrowed = { status: SubscriptionStatus; term: OfferTerm; supportBy: SupportSide }

export type SubscriptionRow = Row<schema.Subscription, Narrowed>
/** With what lists show of its offer, and who is the partner of record. */
export type ListedSubscription = SubscriptionRow & {
  offerName: string
  service: string
  resellerName: string | null
  sellerName: string | null
  /** Whether the partner of record is one of the seller still, and has the customer. */
  hasReseller: boolean
}

/** Whose subscriptions: a partner reads those that it sold, and those of which it is the partner of record. */
export type SubscriptionsOf = {
  side: 'seller' | 'record'
  partnerId: Id<'organisation'>
  customerId: Id<'organisation'>
}

export const subscriptionColumns = [
  'subscription.id',
  'subscription.relationshipId',
  'subscription.customerId',
  'subscription.partnerId',
  'subscription.resellerId',
  'subscription.offerId',
  'subscription.parentId',
  'subscription.quantity',
  'subscription.createdAt',
  'subscription.startedAt',
  'subscription.termStartedAt',
  'subscription.suspendedAt',
  'subscription.endsAt',
  'subscription.canceledAt',
  'subscription.version',
  'subscription.status',
  'subscription.term',
  'subscription.supportBy',
] as const

const subscriptions = (db: PartnerDb, { side, partnerId, customerId }: SubscriptionsOf) =>
  db
    .selectFrom('subscription')
    .innerJoin('offer', 'offer.id', 'subscription.offerId')
    .leftJoin('organisation as reseller', 'reseller.id', 'subscription.resellerId')
    .leftJoin('organisation as seller', 'seller.id', 'subscription.partnerId')
    .select(subscriptionColumns)
    .select(['offer.name as offerName', 'offer.service', 'reseller.legalName as resellerName'])
    .select([
      'seller.legalName as sellerName',
      sql<boolean>`(reseller_id is not null and subscription.customer_id in (select shared_customers(
        ${sql.ref(side === 'seller' ? 'subscription.reseller_id' : 'subscription.partner_id')})))`.as(
        'hasReseller',
      ),
    ])
    .$narrowType<Narrowed>()
    .where(side === 'seller' ? 'subscription.partnerId' : 'subscription.resellerId', '=', partnerId)
    .where('subscription.customerId', '=', customerId)

/** `subscriptionStateOf` in SQL, for lists that ask for a state; a test compares both. */
export const stateAt = ({ subscriptions: rules }: Pick<Cloud, 'subscriptions'>, now: Date) => {
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000)
  return sql<SubscriptionState>`case
    when subscription.status not in ('active', 'suspended') then subscription.status
    when subscription.status = 'suspended' and subscription.suspended_at <= ${ago(rules.suspendedDays)} then 'deleted'
    when subscription.ends_at is null or subscription.ends_at > ${now} then subscription.status
    when subscription.ends_at > ${ago(rules.expiredDays)} then 'expired'
    when subscription.ends_at > ${ago(rules.expiredDays + rules.disabledDays)} then 'disabled'
    else 'deleted' end`
}

export type SubscriptionWish = {
  search?: string | undefined
  state?: SubscriptionState | undefined
  cursor?: string | undefined
  limit: number
}

/** Which subscriptions a page of them is to show, from its cursor on. */
export function wishedFor(
  { search, state, cursor }: SubscriptionWish,
  cloud: Pick<Cloud, 'subscriptions'>,
  now: Date,
): RawBuilder<SqlBool>[] {
  const [after, words] = [readCursor(cursor, ['id']), search?.trim()]
  return [
    ...(words ? [matchesSearch('offer.terms', words)] : []),
    ...(state ? [sql<SqlBool>`${stateAt(cloud, now)} = ${state}`] : []),
    ...(after ? [sql<SqlBool>`subscription.id < ${after[0]}::uuid`] : []),
  ]
}

/** One page of a customer's subscriptions, the newest first. */
export async function listSubscriptions(
  db: PartnerDb,
  of: SubscriptionsOf,
  wish: SubscriptionWish,
  cloud: Pick<Cloud, 'subscriptions'>,
  now: Date,
): Promise<{ subscriptions: ListedSubscription[]; nextCursor: string | null }> {
  const rows = await subscriptions(db, of)
    .where((eb) => eb.and(wishedFor(wish, cloud, now)))
    .orderBy('subscription.id', 'desc')
    .limit(pageRows(wish.limit))
    .execute()
  const { page, nextCursor } = pageOf(rows, wish.limit, (last) => [last.id])
  return { subscriptions: page, nextCursor }
}

/** The newest of a customer's live subscriptions: `isLiveSubscription` in SQL. */
export const listLiveSubscriptions = (
  db: PartnerDb,
  of: SubscriptionsOf,
  limit: number,
  cloud: Pick<Cloud, 'subscriptions'>,
  now: Date,
): Promise<ListedSubscription[]> =>
  subscriptions(db, of)
    .where(
      sql<SqlBool>`${stateAt(cloud, now)} = any(${subscriptionStates.filter(isLiveSubscription)}::text[])`,
    )
    .orderBy('subscription.id', 'desc')
    .limit(limit)
    .execute()

export const findSubscription = (
  db: PartnerDb,
  of: SubscriptionsOf,
  id: Id<'subscription'>,
): Promise<ListedSubscription | undefined> =>
  subscriptions(db, of).where('subscription.id', '=', id).executeTakeFirst()

/**
 * Locks a subscription that an order is about to change. Assigning its seats locks it too, so that they never
 * fall below what is assigned.
 */
export const lockSubscription = (
  db: Scoped<'partner'>,
  of: SubscriptionsOf,
  id: Id<'subscription'>,
): Promise<ListedSubscription | undefined> =>
  subscriptions(db, of).where('subscription.id', '=', id).forNoKeyUpdate('subscription').executeTakeFirst()

/** The add-ons of a subscription. */
export const listAddOns = (
  db: PartnerDb,
  of: SubscriptionsOf,
  parentId: Id<'subscription'>,
): Promise<ListedSubscription[]> =>
  subscriptions(db, of).where('subscription.parentId', '=', parentId).orderBy('subscription.id').execute()

export type NewSubscription = Pick<
  SubscriptionRow,
  | 'id'
  | 'relationshipId'
  | 'customerId'
  | 'partnerId'
  | 'resellerId'
  | 'offerId'
  | 'parentId'
  | 'quantity'
  | 'term'
> & { createdAt: Date }

export const insertSubscription = (
  db: Scoped<'partner' | 'customer'>,
  subscription: NewSubscription,
): Promise<unknown> =>
  db
    .insertInto('subscription')
    .values({ ...subscription, status: 'pending' })
    .execute()

type Saved = Pick<SubscriptionRow, 'resellerId' | 'offerId' | 'quantity' | 'term' | 'status'> &
  Pick<SubscriptionRow, 'startedAt' | 'termStartedAt' | 'suspendedAt' | 'endsAt' | 'canceledAt'>

/** Saves what an order changed. */
export const saveSubscription = (
  db: Scoped<'partner' | 'customer'>,
  { id, version }: Pick<SubscriptionRow, 'id' | 'version'>,
  saved: Partial<Saved>,
): Promise<unknown> =>
  db
    .updateTable('subscription')
    .set({ ...saved, version: version + 1 })
    .where('id', '=', id)
    .execute()

/** Whether anybody can sign in for a customer of the partner. */
export async function hasCustomerAccount(db: PartnerDb, customerId: Id<'organisation'>): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`select customer_has_account(${customerId}) as is`.execute(db)
  return rows[0]?.is ?? false
}

/** The other side of the partner's live partnerships with which it shares a customer, by name. */
export async function listSharing(
  db: PartnerDb,
  { side, ownId }: { side: 'provider' | 'reseller'; ownId: Id<'organisation'> },
  customerId: Id<'organisation'>,
): Promise<{ id: Id<'organisation'>; name: string }[]> {
  const other = side === 'provider' ? 'resellerId' : 'providerId'
  return db
    .selectFrom('partnership')
    .innerJoin('organisation as other', 'other.id', `partnership.${other}`)
    .select(['other.id', 'other.legalName as name'])
    .where(`partnership.${side}Id`, '=', ownId)
    .where('partnership.status', '=', 'active')
    .where(sql<SqlBool>`${customerId} in (select shared_customers(other.id))`)
    .orderBy('other.sortKey')
    .limit(200)
    .execute()
}

/** Whether a customer is one of both. */
export async function isShared(
  db: PartnerDb,
  customerId: Id<'organisation'>,
  other: Id<'organisation'>,
): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select ${customerId}::uuid in (select shared_customers(${other})) as is`.execute(db)
  return rows[0]?.is ?? false
}

/** Saves who supports the customer with a subscription. It is no order, and changes nothing that one was decided on. */
export const saveSupport = (
  db: PartnerDb,
  id: Id<'subscription'>,
  supportBy: SupportSide,
): Promise<unknown> => db.updateTable('subscription').set({ supportBy }).where('id', '=', id).execute()
