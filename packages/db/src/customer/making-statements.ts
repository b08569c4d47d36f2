import type { Id } from '@entente/domain/core/id'
import { type BilledLine, type BilledOrder, linesUntil, totalOf } from '@entente/domain/customer/billing'
import type { OfferTerm } from '@entente/domain/customer/offer'
import type { OrderKind } from '@entente/domain/customer/order'
import { type SqlBool, sql } from 'kysely'
import { newId } from '../core/new-id.ts'
import type { BillerDb } from '../core/scopes.ts'

/** A partner and a customer to which it sold something. */
export type Seller = {
  partnerId: Id<'organisation'>
  customerId: Id<'organisation'>
  relationshipId: Id<'relationship'>
}

/** The month whose statements were made last, and the first order that was ever carried out. */
export async function findBillingState(
  db: BillerDb,
): Promise<{ lastMonth: string | null; firstOrder: Date | null }> {
  const run = await db
    .selectFrom('statementRun')
    .select('month')
    .orderBy('month', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (run) return { lastMonth: run.month, firstOrder: null }
  const { firstOrder } = await db
    .selectFrom('subscriptionOrder')
    .select((eb) => eb.fn.min('settledAt').as('firstOrder'))
    .executeTakeFirstOrThrow()
  return { lastMonth: null, firstOrder }
}

/** The partners that sold something, each with its customers, page by page. */
export const listSellers = (db: BillerDb, after: Seller | undefined, limit: number): Promise<Seller[]> =>
  db
    .selectFrom('subscription')
    .select(['partnerId', 'customerId', 'relationshipId'])
    .distinct()
    .$if(after !== undefined, (query) =>
      query.where(
        sql<SqlBool>`(partner_id, customer_id) > (${after?.partnerId}::uuid, ${after?.customerId}::uuid)`,
      ),
    )
    .orderBy('partnerId')
    .orderBy('customerId')
    .limit(limit)
    .execute()

/**
 * Makes what a partner is billed for a customer's month: every line until its end that no earlier statement has. Made once:
 * of two workers the second finds the statement, and one that starts again goes on where the first ended.
 */
export async function makeStatements(
  db: BillerDb,
  seller: Seller,
  of: { month: string; until: Date; rules: { suspendedDays: number } },
  now: Date,
): Promise<void> {
  const billed = await billedSources(db, seller)
  const lines = new Map<string, Line[]>()
  for (const { subscriptionId, currency, orders } of await ordersUntil(db, seller, of.until))
    for (const line of linesUntil(orders, of.until, of.rules))
      if (!billed.has(keyOf(subscriptionId, line.source)))
        lines.set(currency, [...(lines.get(currency) ?? []), { ...line, subscriptionId }])
  for (const [currency, due] of lines)
    await insertStatement(db, seller, { month: of.month, currency, due }, now)
}

type Line = BilledLine & { subscriptionId: Id<'subscription'> }
const keyOf = (subscriptionId: string, source: string) => `${subscriptionId} ${source}`

async function billedSources(db: BillerDb, { partnerId, customerId }: Seller): Promise<Set<string>> {
  const rows = await db
    .selectFrom('statementLine')
    .innerJoin('subscription', 'subscription.id', 'subscriptionId')
    .select(['subscriptionId', 'source'])
    .where('subscription.partnerId', '=', partnerId)
    .where('subscription.customerId', '=', customerId)
    .execute()
  return new Set(rows.map(({ subscriptionId, source }) => keyOf(subscriptionId, source)))
}

type Ordered = { subscriptionId: Id<'subscription'>; currency: string; orders: BilledOrder[] }

async function ordersUntil(db: BillerDb, { partnerId, customerId }: Seller, until: Date): Promise<Ordered[]> {
  const rows = await db
    .selectFrom('subscriptionOrder')
    .innerJoin('offer', 'offer.id', 'offerAfter')
    .select(['subscriptionOrder.id', 'subscriptionId', 'currency', 'quantityAfter', 'unitPrice', 'renews'])
    .select('offer.name as offer')
    .select((eb) => [
      // Check constraints limit both, and one that was carried out says when.
      eb.ref('kind').$castTo<OrderKind>().as('kind'),
      eb.ref('termAfter').$castTo<OfferTerm>().as('term'),
      eb.ref('settledAt').$notNull().as('settledAt'),
    ])
    .where('partnerId', '=', partnerId)
    .where('customerId', '=', customerId)
    .where('status', '=', 'done')
    .where('settledAt', '<', until)
    .execute()
  return [...Map.groupBy(rows, ({ subscriptionId }) => subscriptionId)].map(([subscriptionId, orders]) => ({
    // An order keeps the currency of its subscription.
    ...{ subscriptionId, orders, currency: orders[0]?.currency ?? '' },
  }))
}

async function insertStatement(
  db: BillerDb,
  { partnerId, customerId, relationshipId }: Seller,
  { month, currency, due }: { month: string; currency: string; due: Line[] },
  now: Date,
): Promise<void> {
  const { customerName } = await db
    .selectFrom('relationship')
    .select('customerName')
    .where('id', '=', relationshipId)
    .executeTakeFirstOrThrow()
  const lines = due.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const made = await db
    .insertInto('statement')
    .values({
      ...{ id: newId(), partnerId, customerId, relationshipId, month, currency, customerName },
      ...{ total: totalOf(lines), madeAt: now },
    })
    .onConflict((conflict) => conflict.columns(['partnerId', 'customerId', 'month', 'currency']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return
  const rows = lines.map((line, position) => ({ ...line, statementId: made.id, partnerId, position }))
  await db.insertInto('statementLine').values(rows).execute()
}

/** All statements of a month are made. */
export const insertStatementRun = (db: BillerDb, month: string, finishedAt: Date): Promise<unknown> =>
  db
    .insertInto('statementRun')
    .values({ month, finishedAt })
    .onConflict((conflict) => conflict.column('month').doNothing())
    .execute()
