import {
  type DirectoryColumn,
  type DirectoryRow,
  directoryColumns,
  directoryRow,
  type FaultyRow,
  type ImportInput,
  importLimits,
  neededColumns,
  secretColumns,
} from '@entente/domain/enrolment/directory-input'
import { readCsv, requireConfirmed } from '../core/csv.ts'

export type ReadRow = { row: number; value: DirectoryRow }
export type ReadFile = { rows: ReadRow[]; faults: FaultyRow[] }

/** Reads a file of the membership directory. Each row that cannot be used is named with its column and the reason. */
export async function readDirectoryCsv({ file, encoding, seen }: ImportInput): Promise<ReadFile> {
  const bytes = Buffer.from(file, 'base64')
  const table = await readCsv(bytes, { rowsMax: importLimits.rows, chosen: encoding })
  if (!table.ok) return faulty({ row: 0, column: null, fault: table.refusal })
  const { head, rows } = table.value
  const fault = faultOfHead(head)
  if (fault) return faulty(fault)
  requireConfirmed(table.value, bytes, { seen, secrets: secretColumns })
  const read: ReadFile = { rows: [], faults: [] }
  for (const { row, fields } of rows) {
    if (fields.length > head.length) read.faults.push({ row, column: null, fault: 'too_many_fields' })
    else readRow(read, row, Object.fromEntries(head.map((name, at) => [name, fields[at] ?? ''])))
  }
  return read
}

const faulty = (fault: FaultyRow): ReadFile => ({ rows: [], faults: [fault] })

function faultOfHead(columns: string[]): FaultyRow | undefined {
  const known: readonly string[] = directoryColumns
  const missing = neededColumns.find((name) => !columns.includes(name))
  if (missing) return { row: 0, column: missing, fault: 'missing' }
  if (columns.some((name) => !known.includes(name))) return { row: 0, column: null, fault: 'unknown_column' }
  const twice = columns.find((name, index) => columns.indexOf(name) !== index)
  return twice === undefined ? undefined : { row: 0, column: twice as DirectoryColumn, fault: 'twice' }
}

const noFields = Object.fromEntries(directoryColumns.map((name) => [name, '']))

function readRow({ rows, faults }: ReadFile, row: number, fields: Record<string, string>): void {
  const parsed = directoryRow.safeParse({ ...noFields, ...fields })
  if (parsed.success) {
    rows.push({ row, value: parsed.data })
    return
  }
  // One fault per column is enough.
  const columns = new Set(parsed.error.issues.map(({ path }) => path[0] as DirectoryColumn))
  for (const column of columns)
    faults.push({ row, column, fault: fields[column]?.trim() ? 'unreadable' : 'missing' })
}
