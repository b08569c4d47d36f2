import { insertAudit } from '@entente/db/core/audit'
import { asTenant, type Scoped } from '@entente/db/core/scopes'
import { insertKeptPart, lockKeptExport, saveProgress } from '@entente/db/operator/kept-exports'
import { type ExportTable, listExportTables, readExportTable } from '@entente/db/operator/tenant-export'
import type { JobData } from '@entente/queue/jobs'
import type { Handler } from '../handler.ts'

type Wish = JobData<'tenant.export-asked'>

/**
 * Writes an operator's export of a tenant in the tenant's own scope, one table in each transaction: a run that ends in between
 * goes on with the next table. No more than one piece of a table is in memory.
 */
export const tenantExportAsked: Handler<'tenant.export-asked'> = async ({ database, clock }, wish, job) => {
  const tenant = { organisationId: wish.organisationId, audience: wish.kind, personId: null }
  const actor = { kind: 'system' as const, name: job.name, requestId: job.id }
  const goOn = async (db: Scoped<'partner' | 'customer'>): Promise<boolean> => {
    const kept = await lockKeptExport(db, wish.exportId)
    const tables = kept ? await listExportTables(db) : []
    const table = kept && tables[kept.tablesDone]
    // It is whole, or another one has taken its place.
    if (!table) return false
    const written = await writeTable(db, wish, table, kept.parts)
    const tablesDone = kept.tablesDone + 1
    const isLast = tablesDone === tables.length
    const finishedAt = isLast ? clock() : null
    await saveProgress(db, wish.exportId, { tables: tables.length, tablesDone, ...written, finishedAt })
    if (!isLast) return true
    const payload = { by: 'operator', exportId: wish.exportId, tables: tables.length }
    const entry = { organisationId: wish.organisationId, action: 'tenant.exported' as const, payload }
    await insertAudit(db, actor, [entry], clock())
    return false
  }
  while (await asTenant(database, tenant, goOn));
}

/** Writes the rows of a table behind the parts that are there; returns how many rows, and the parts of the whole export. */
async function writeTable(
  db: Scoped<'partner' | 'customer'>,
  { organisationId, exportId }: Wish,
  table: ExportTable,
  before: number,
): Promise<{ rows: number; parts: number }> {
  let [rows, number] = [0, before]
  const name = JSON.stringify(table.name)
  for await (const read of readExportTable(db, table)) {
    const lines = read.map((row) => `{"table":${name},"row":${row}}\n`).join('')
    await insertKeptPart(db, { exportId, organisationId, number, lines })
    rows += read.length
    number += 1
  }
  return { rows, parts: number }
}
