import type { Id } from '@entente/domain/core/id'
import type { OfferTerm } from '@entente/domain/customer/offer'
import type { OrderKind, OrderStatus } from '@entente/domain/customer/order'
import { type SqlBool, sql } from 'kysely'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import type { Row } from '../core/row.ts'
import type * as schema from '../core/schema.gen.ts'
import type { PartnerDb, Scoped } from '../core/scopes.ts'

// Check constraints limit these columns.
type Narrowed = {
  kind: OrderKind
  status: OrderStatus
  termBefore: OfferTerm | null
  termAfter: OfferTerm
}

export type SubscriptionOrder = Row<schema.SubscriptionOrder, Narrowed>
export type NewOrder = Omit<SubscriptionOrder, 'refusal'>

export const insertOrder = (db: Scoped<'partner' | 'customer'>, order: NewOrder): Promise<unknown> =>
  db.insertInto('subscriptionOrder').values(order).execute()

const columns = [
  'subscriptionOrder.id',
  'subscriptionOrder.subscriptionId',
  'subscriptionOrder.customerId',
  'subscriptionOrder.partnerId',
  'subscriptionOrder.kind',
  'subscriptionOrder.status',
  'subscriptionOrder.quantityBefore',
  'subscriptionOrder.quantityAfter',
  'subscriptionOrder.offerBefore',
  'subscriptionOrder.offerAfter',
  'subscriptionOrder.termBefore',
  'subscriptionOrder.termAfter',
  'subscriptionOrder.resellerBefore',
  'subscriptionOrder.resellerAfter',
  'subscriptionOrder.renews',
  'subscriptionOrder.currency',
  'subscriptionOrder.unitPrice',
  'subscriptionOrder.orderedFor',
  'subscriptionOrder.orderedBy',
  'subscriptionOrder.orderedAt',
  'subscriptionOrder.settledAt',
  'subscriptionOrder.refusal',
] as const

const orders = (db: PartnerDb) => db.selectFrom('subscriptionOrder').select(columns).$narrowType<Narrowed>()

/** Locks an order: of two answers, the second finds it settled. */
export const lockOrder = (db: PartnerDb, id: Id<'order'>): Promise<SubscriptionOrder | undefined> =>
  orders(db).where('subscriptionOrder.id', '=', id).forUpdate('subscriptionOrder').executeTakeFirst()

export const saveOrderOutcome = (
  db: PartnerDb,
  id: Id<'order'>,
  outcome: { status: OrderStatus; refusal: string | null; settledAt: Date },
): Promise<unknown> => db.updateTable('subscriptionOrder').set(outcome).where('id', '=', id).execute()

/** The order that waits for the provisioner, if one does. */
export const findPendingOrder = (
  db: PartnerDb,
  subscriptionId: Id<'subscription'>,
): Promise<SubscriptionOrder | undefined> =>
  orders(db)
    .where('subscriptionId', '=', subscriptionId)
    .where('subscriptionOrder.status', '=', 'pending')
    .executeTakeFirst()

/** The price of a seat that counts for a subscription: that of the last order which did not fail. */
export async function findLastPrice(
  db: PartnerDb,
  subscriptionId: Id<'subscription'>,
): Promise<{ currency: string; unitPrice: number } | undefined> {
  return db
    .selectFrom('subscriptionOrder')
    .select(['currency', 'unitPrice'])
    .where('subscriptionId', '=', subscriptionId)
    .where('status', '<>', 'failed')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** One page of a subscription's history, the newest first, with the names of those whom the orders name. */
export async function listOrders(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  subscriptionId: Id<'subscription'>,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const after = readCursor(cursor, ['id'])
  const rows = await orders(db)
    .leftJoin('auth.account as orderer', 'orderer.id', 'orderedBy')
    .innerJoin('offer', 'offer.id', 'offerAfter')
    .leftJoin('organisation as reseller', 'reseller.id', 'resellerAfter')
    .select([
      'orderer.name as orderedByName',
      'offer.name as offerName',
      'reseller.legalName as resellerName',
    ])
    .select(sql<boolean>`ordered_for = customer_id`.as('isByCustomer'))
    .where('subscriptionOrder.partnerId', '=', partnerId)
    .where('subscriptionId', '=', subscriptionId)
    .$if(after !== undefined, (query) =>
      query.where(sql<SqlBool>`subscription_order.id < ${after?.[0]}::uuid`),
    )
    .orderBy('subscriptionOrder.id', 'desc')
    .limit(pageRows(limit))
    .execute()
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.id])
  return { orders: page, nextCursor }
}
