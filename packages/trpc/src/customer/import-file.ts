import type { LegacyEncoding } from '@entente/domain/core/csv'
import { customerImportLimits } from '@entente/domain/customer/customer-import'
import { type CsvTable, readCsv, requireConfirmed } from '../core/csv.ts'
import { refused } from '../core/refused.ts'

/** Reads a partner's file: its header and rows. A file that holds none is refused with the reason. */
export async function readImportFile(
  { file, encoding, seen }: { file: string; encoding: LegacyEncoding | null; seen: string },
  rowsMax = customerImportLimits.rows,
): Promise<CsvTable> {
  const bytes = Buffer.from(file, 'base64')
  const table = await readCsv(bytes, { rowsMax, chosen: encoding })
  if (!table.ok) throw refused({ code: 'import_unreadable', fault: table.refusal })
  if (table.value.rows.length === 0) throw refused({ code: 'import_unreadable', fault: 'not_csv' })
  requireConfirmed(table.value, bytes, { seen, secrets: [] })
  return table.value
}
