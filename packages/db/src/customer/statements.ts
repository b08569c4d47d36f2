import type { Id } from '@entente/domain/core/id'
import type { BilledLine } from '@entente/domain/customer/billing'
import { type SqlBool, sql } from 'kysely'
import { pageOf, pageRows, readCursor } from '../core/cursor.ts'
import type { PartnerDb } from '../core/scopes.ts'

export type Statement = {
  id: Id<'statement'>
  relationshipId: Id<'relationship'>
  customerName: string
  month: string
  currency: string
  /** In the smallest unit of the currency. */
  total: number
  madeAt: Date
}

const statements = (db: PartnerDb, partnerId: Id<'organisation'>) =>
  db
    .selectFrom('statement')
    .select(['id', 'relationshipId', 'customerName', 'month', 'currency', 'total', 'madeAt'])
    .where('partnerId', '=', partnerId)

// The driver gives a bigint as text. It is a safe integer: a sum of prices times seats.
const withTotal = <Row extends { total: string }>(row: Row) => ({ ...row, total: Number(row.total) })

/** The months that a partner has statements of, the newest first: a sum for each currency. */
export async function listStatementMonths(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
): Promise<{ month: string; currency: string; statements: number; total: number }[]> {
  const rows = await db
    .selectFrom('statement')
    .select((eb) => ['month', 'currency', eb.fn.countAll<string>().as('statements')])
    .select((eb) => eb.fn.sum<string>('total').as('total'))
    .where('partnerId', '=', partnerId)
    .groupBy(['month', 'currency'])
    .orderBy('month', 'desc')
    .orderBy('currency')
    .limit(240)
    .execute()
  return rows.map((row) => ({ ...withTotal(row), statements: Number(row.statements) }))
}

/** One page of a partner's statements: of a month by customer, or of a customer with the newest month first. */
export async function listStatements(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  wish: {
    month?: string | undefined
    relationshipId?: Id<'relationship'> | undefined
    search?: string | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<{ statements: Statement[]; nextCursor: string | null }> {
  const after = readCursor(wish.cursor, ['text', 'id'])
  const { month, relationshipId } = wish
  const search = wish.search?.trim()
  const rows = await statements(db, partnerId)
    .$if(month !== undefined, (query) => query.where('month', '=', month ?? ''))
    .$if(relationshipId !== undefined, (query) =>
      query.where('relationshipId', '=', relationshipId as Id<'relationship'>),
    )
    .$if(Boolean(search), (query) =>
      query.where(sql<SqlBool>`strpos(lower(customer_name), lower(${search ?? ''})) > 0`),
    )
    .$if(after !== undefined, (query) =>
      query.where(sql<SqlBool>`(month, id) < (${after?.[0]}, ${after?.[1]}::uuid)`),
    )
    .orderBy('month', 'desc')
    .orderBy('id', 'desc')
    .limit(pageRows(wish.limit))
    .execute()
  const { page, nextCursor } = pageOf(rows.map(withTotal), wish.limit, (last) => [last.month, last.id])
  return { statements: page, nextCursor }
}

export async function findStatement(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  id: Id<'statement'>,
): Promise<Statement | undefined> {
  const row = await statements(db, partnerId).where('id', '=', id).executeTakeFirst()
  return row && withTotal(row)
}

/** The lines of a statement from a position on. */
export async function listStatementLines(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  { id, from, limit }: { id: Id<'statement'>; from: number; limit: number },
): Promise<{ lines: (Omit<BilledLine, 'source'> & { position: number })[]; next: number | null }> {
  const rows = await db
    .selectFrom('statementLine')
    .select(['position', 'offer', 'at', 'until', 'seats', 'unitPrice', 'days', 'termDays', 'amount'])
    .select((eb) => eb.ref('kind').$castTo<BilledLine['kind']>().as('kind'))
    .where('partnerId', '=', partnerId)
    .where('statementId', '=', id)
    .where('position', '>=', from)
    .orderBy('position')
    .limit(pageRows(limit))
    .execute()
  const lines = rows.slice(0, limit).map((row) => ({ ...row, amount: Number(row.amount) }))
  return { lines, next: rows.length > limit ? from + limit : null }
}
