import {
  type DirectoryColumn,
  type DirectoryRow,
  directoryColumns,
  directoryRow,
  type FaultyRow,
  importLimits,
  neededColumns,
} from '@entente/domain/enrolment/directory-input'
import { CsvError, parse } from 'csv-parse/sync'

export type ReadRow = { row: number; value: DirectoryRow }
export type ReadFile = { rows: ReadRow[]; faults: FaultyRow[] }

/** Reads a file of the membership directory. Each row that cannot be used is named with its column and the reason. */
export function readDirectoryCsv(csv: string): ReadFile {
  const lines = linesOf(csv)
  if (!lines) return faulty({ row: 0, column: null, fault: 'not_csv' })
  const [head = [], ...body] = lines
  const columns = head.map((name) => name.trim().toLowerCase())
  const fault = faultOfHead(columns)
  if (fault) return faulty(fault)
  if (body.length > importLimits.rows) return faulty({ row: 0, column: null, fault: 'too_many_rows' })
  const read: ReadFile = { rows: [], faults: [] }
  for (const [index, fields] of body.entries()) {
    const row = index + 1
    if (fields.length > columns.length) read.faults.push({ row, column: null, fault: 'too_many_fields' })
    else readRow(read, row, Object.fromEntries(columns.map((name, at) => [name, fields[at] ?? ''])))
  }
  return read
}

const faulty = (fault: FaultyRow): ReadFile => ({ rows: [], faults: [fault] })

function linesOf(csv: string): string[][] | undefined {
  try {
    return parse(csv, { bom: true, skip_empty_lines: true, relax_column_count: true })
  } catch (error) {
    if (error instanceof CsvError) return undefined
    throw error
  }
}

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
