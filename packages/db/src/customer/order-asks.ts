import type { Id } from '@entente/domain/core/id'
import type { OfferTerm } from '@entente/domain/customer/offer'
import type { OrderAskStatus } from '@entente/domain/customer/order-ask'
import type { Row } from '../core/row.ts'
import type * as schema from '../core/schema.gen.ts'
import type { PartnerDb } from '../core/scopes.ts'

// Check constraints limit both columns.
type Narrowed = { status: OrderAskStatus; term: OfferTerm }
export type OrderAsk = Omit<Row<schema.OrderAsk, Narrowed>, 'askedBy'>

const asks = (db: PartnerDb) =>
  db
    .selectFrom('orderAsk')
    .select(['orderAsk.id', 'providerId', 'resellerId', 'customerId', 'relationshipId', 'offerId'])
    .select(['term', 'quantity', 'status', 'askedAt', 'settledAt'])
    .$narrowType<Narrowed>()

export const insertOrderAsk = (
  db: PartnerDb,
  ask: Omit<OrderAsk, 'status' | 'settledAt'> & { askedBy: Id<'account'> },
): Promise<unknown> =>
  db
    .insertInto('orderAsk')
    .values({ ...ask, status: 'open' })
    .execute()

/** What was asked at one customer and is open, or was settled last, from one side. */
export const listOrderAsks = (
  db: PartnerDb,
  { side, ownId }: { side: 'provider' | 'reseller'; ownId: Id<'organisation'> },
  customerId: Id<'organisation'>,
) =>
  asks(db)
    .innerJoin('organisation as other', 'other.id', side === 'provider' ? 'resellerId' : 'providerId')
    .innerJoin('offer', 'offer.id', 'offerId')
    .select(['other.legalName as otherName', 'offer.name as offerName'])
    .where(side === 'provider' ? 'providerId' : 'resellerId', '=', ownId)
    .where('customerId', '=', customerId)
    .$if(side === 'provider', (query) => query.where('status', '=', 'open'))
    .orderBy('orderAsk.id', 'desc')
    .limit(20)
    .execute()

export const findOrderAsk = (db: PartnerDb, id: Id<'order_ask'>): Promise<OrderAsk | undefined> =>
  asks(db).where('orderAsk.id', '=', id).executeTakeFirst()

/** Locks what is still open: of two answers, the second finds nothing. */
export const lockOrderAsk = (db: PartnerDb, id: Id<'order_ask'>): Promise<OrderAsk | undefined> =>
  asks(db).where('orderAsk.id', '=', id).forUpdate().executeTakeFirst()

export const saveOrderAsk = (
  db: PartnerDb,
  id: Id<'order_ask'>,
  settled: { status: OrderAskStatus; settledAt: Date },
): Promise<unknown> => db.updateTable('orderAsk').set(settled).where('id', '=', id).execute()
