import type { Id } from '@entente/domain/core/id'
import type { CustomerExportInput } from '@entente/domain/relationship/customer-list'
import { sql } from 'kysely'
import type { PartnerDb } from '../core/scopes.ts'

export type CustomerExport = {
  id: Id<'customer_export'>
  askedAt: Date
  /** How many customers match, once the worker has counted them. */
  total: number | null
  done: number
  finishedAt: Date | null
  columns: CustomerExportInput['columns']
}

type Owner = { partnerId: Id<'organisation'>; askedBy: Id<'account'> }

/** Starts an export in place of the person's last one. */
export async function insertExport(
  db: PartnerDb,
  row: Owner & { id: Id<'customer_export'>; askedAt: Date; language: string; wish: CustomerExportInput },
): Promise<void> {
  await db
    .deleteFrom('customerExport')
    .where('partnerId', '=', row.partnerId)
    .where('askedBy', '=', row.askedBy)
    .execute()
  await db
    .insertInto('customerExport')
    .values({ ...row, wish: JSON.stringify(row.wish) })
    .execute()
}

/** The person's last export. */
export async function findExport(
  db: PartnerDb,
  { partnerId, askedBy }: Owner,
): Promise<CustomerExport | undefined> {
  const row = await db
    .selectFrom('customerExport')
    .select(['id', 'askedAt', 'total', 'done', 'finishedAt', 'wish'])
    .where('partnerId', '=', partnerId)
    .where('askedBy', '=', askedBy)
    .executeTakeFirst()
  if (!row) return undefined
  const { wish, ...shown } = row
  // insertExport is the only writer of wishes.
  return { ...shown, columns: (wish as unknown as CustomerExportInput).columns }
}

/** Locks an unfinished export, for the worker: of two, the second goes on where the first ended. */
export const lockUnfinishedExport = async (
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  id: Id<'customer_export'>,
) => {
  const row = await db
    .selectFrom('customerExport')
    .select(['id', 'askedBy', 'language', 'wish', 'total', 'parts', 'place'])
    .where('id', '=', id)
    .where('partnerId', '=', partnerId)
    .where('finishedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  // insertExport is the only writer of wishes.
  return row && { ...row, wish: row.wish as unknown as CustomerExportInput }
}

type Piece = { id: Id<'customer_export'>; partnerId: Id<'organisation'>; number: number; total: number }

/** Adds the next piece, and remembers where the one after it begins: null after the last one. */
export async function saveExportPart(
  db: PartnerDb,
  { id, partnerId, number, total }: Piece,
  rows: string[][],
  { place, now }: { place: string | null; now: Date },
): Promise<void> {
  await db
    .insertInto('customerExportPart')
    .values({ exportId: id, partnerId, number, rows: JSON.stringify(rows) })
    .execute()
  await db
    .updateTable('customerExport')
    .set({ total, parts: number + 1, place, finishedAt: place === null ? now : null })
    .set({ done: sql<number>`done + ${rows.length}` })
    .where('id', '=', id)
    .execute()
}

/** One piece of a person's finished export, and the number of the next. */
export async function findExportPart(
  db: PartnerDb,
  { partnerId, askedBy }: Owner,
  number: number,
): Promise<{ rows: string[][]; next: number | null } | undefined> {
  const row = await db
    .selectFrom('customerExport as asked')
    .innerJoin('customerExportPart as part', 'part.exportId', 'asked.id')
    .select(['part.rows', 'asked.parts'])
    .where('asked.partnerId', '=', partnerId)
    .where('asked.askedBy', '=', askedBy)
    .where('asked.finishedAt', 'is not', null)
    .where('part.number', '=', number)
    .executeTakeFirst()
  // saveExportPart is the only writer of rows.
  return row && { rows: row.rows as unknown as string[][], next: number + 1 < row.parts ? number + 1 : null }
}
