import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { OperatorDb, Scoped } from '../core/scopes.ts'

type TenantDb = Scoped<'partner' | 'customer'>

export type KeptExport = {
  id: Id<'tenant_export'>
  askedAt: Date
  /** Null until the worker has begun. */
  tables: number | null
  tablesDone: number
  rowsDone: number
  parts: number
  finishedAt: Date | null
  /** Until when it can be read. Retention deletes it later. */
  until: Date
}

const dayMs = 86_400_000

/** The organisation that an export is of. */
export const findExported = async (db: OperatorDb, id: Id<'organisation'>) => {
  const row = await db
    .selectFrom('organisation')
    .select(['id', 'kind', 'legalName', 'country'])
    .where('id', '=', id)
    .executeTakeFirst()
  // A check constraint limits the kind to these values.
  return row && { ...row, kind: row.kind as 'partner' | 'customer' }
}

/** The tenant's last export, for a day after it was asked for. */
export async function findKeptExport(
  db: OperatorDb,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<KeptExport | undefined> {
  const row = await db
    .selectFrom('tenantExport')
    .select(['id', 'askedAt', 'tables', 'tablesDone', 'parts', 'finishedAt'])
    // Far below the numbers that a double cannot hold.
    .select(sql<number>`rows_done::float8`.as('rowsDone'))
    .where('organisationId', '=', organisationId)
    .where('askedAt', '>', new Date(now.getTime() - dayMs))
    .executeTakeFirst()
  return row && { ...row, until: new Date(row.askedAt.getTime() + dayMs) }
}

/** Starts an export in place of the tenant's last one; false while one is being made. One that has hung for an hour does not count. */
export async function startExport(
  db: OperatorDb,
  row: {
    id: Id<'tenant_export'>
    organisationId: Id<'organisation'>
    askedBy: Id<'account'>
    askedAt: Date
  },
): Promise<boolean> {
  const hungSince = new Date(row.askedAt.getTime() - 3_600_000)
  await db
    .deleteFrom('tenantExport')
    .where('organisationId', '=', row.organisationId)
    .where((eb) => eb.or([eb('finishedAt', 'is not', null), eb('askedAt', '<', hungSince)]))
    .execute()
  const inserted = await db
    .insertInto('tenantExport')
    .values(row)
    .onConflict((conflict) => conflict.column('organisationId').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** One part of an export. */
export const findKeptPart = async (
  db: OperatorDb,
  id: Id<'tenant_export'>,
  number: number,
): Promise<string | undefined> =>
  (
    await db
      .selectFrom('tenantExportPart')
      .select('lines')
      .where('exportId', '=', id)
      .where('number', '=', number)
      .executeTakeFirst()
  )?.lines

/** Locks an unfinished export for the worker: of two, the second goes on where the first ended. */
export const lockKeptExport = (
  db: TenantDb,
  id: Id<'tenant_export'>,
): Promise<{ tablesDone: number; parts: number } | undefined> =>
  db
    .selectFrom('tenantExport')
    .select(['tablesDone', 'parts'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

type Part = {
  exportId: Id<'tenant_export'>
  organisationId: Id<'organisation'>
  number: number
  lines: string
}

export const insertKeptPart = (db: TenantDb, part: Part): Promise<unknown> =>
  db.insertInto('tenantExportPart').values(part).execute()

/** Records that a table is in the export; after the last one the export is whole. */
export const saveProgress = (
  db: TenantDb,
  id: Id<'tenant_export'>,
  {
    rows,
    ...progress
  }: { tables: number; tablesDone: number; rows: number; parts: number; finishedAt: Date | null },
): Promise<unknown> =>
  db
    .updateTable('tenantExport')
    .set({ ...progress, rowsDone: sql`rows_done + ${rows}::bigint` })
    .where('id', '=', id)
    .execute()
