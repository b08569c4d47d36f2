import type { customerImportInput } from '@entente/domain/customer/customer-import'
import { customerImportLimits } from '@entente/domain/customer/customer-import'
import type { z } from 'zod'
import { type CsvTable, readCsv, requireConfirmed } from '../core/csv.ts'
import { refused } from '../core/refused.ts'

/** Reads a partner's file: its header and rows. A file that holds none is refused with the reason. */
export async function readImportFile({
  file,
  encoding,
  seen,
}: z.output<typeof customerImportInput>): Promise<CsvTable> {
  const bytes = Buffer.from(file, 'base64')
  const table = await readCsv(bytes, { rowsMax: customerImportLimits.rows, chosen: encoding })
  if (!table.ok) throw refused({ code: 'import_unreadable', fault: table.refusal })
  if (table.value.rows.length === 0) throw refused({ code: 'import_unreadable', fault: 'not_csv' })
  requireConfirmed(table.value, bytes, { seen, secrets: [] })
  return table.value
}
