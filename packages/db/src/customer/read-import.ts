import type { Cloud } from '@entente/domain/core/cloud'
import {
  type ImportFault,
  type ImportRow,
  readImportRow,
  valuesOf,
} from '@entente/domain/customer/import-row'
import type { PartnerDb } from '../core/scopes.ts'
import { findRefusingRecipients } from '../relationship/send-allowance.ts'
import type { CustomerImport } from './customer-imports.ts'
import {
  findKnownKeys,
  firstRowsWithKeys,
  type ImportedRow,
  type ReadRowResult,
  saveImportRows,
} from './import-rows.ts'

/**
 * Reads rows of an import and saves what each of them is: good, there already, or at fault with the columns and the reasons.
 * What is read twice is saved with the same result.
 */
export async function readRowsOfImport(
  db: PartnerDb,
  imported: CustomerImport,
  rows: Pick<ImportedRow, 'row' | 'fields'>[],
  cloud: Cloud,
): Promise<ReadRowResult[]> {
  const { id, partnerId, kind, mapping, language } = imported
  const read = rows.map(({ row, fields }) => ({
    row,
    result:
      fields.length > imported.columns.length
        ? { ok: false as const, faults: [{ column: null, fault: 'too_many_fields' as const }] }
        : readImportRow(kind, valuesOf(fields, mapping), { cloud, language }),
  }))
  const items = read.flatMap(({ result }) => (result.ok ? [result.row] : []))
  const keys = items.map(({ key }) => key)
  const first = await firstRowsWithKeys(db, id, keys)
  const known = await findKnownKeys(db, partnerId, items)
  const refusing = await refusingKeys(db, partnerId, items)
  const results: ReadRowResult[] = read.map(({ row, result }) => {
    if (!result.ok) return { row, state: 'bad', faults: result.faults, item: null }
    const item = result.row
    const before = first.get(item.key)
    const column = item.kind === 'invite' ? 'email' : 'tenant'
    if (before !== undefined && before !== row)
      return bad(row, item, { column, fault: 'twice', first: before })
    first.set(item.key, row)
    if (known.has(item.key)) return { row, state: 'known', faults: [], item }
    return refusing.has(item.key)
      ? bad(row, item, { column, fault: 'refusing' })
      : { row, state: 'good', faults: [], item }
  })
  await saveImportRows(db, id, results)
  return results
}

const bad = (row: number, item: ImportRow, fault: ImportFault): ReadRowResult => ({
  ...{ row, state: 'bad', faults: [fault], item },
})

async function refusingKeys(db: PartnerDb, partnerId: CustomerImport['partnerId'], items: ImportRow[]) {
  const addresses = items.flatMap((item) => (item.kind === 'invite' ? item.email : []))
  if (addresses.length === 0) return new Set<string>()
  const refusing = await findRefusingRecipients(db, partnerId, addresses)
  return new Set(Object.values(refusing).flatMap((some) => some.map((address) => `mail:${address}`)))
}
