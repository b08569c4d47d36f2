import { createHash } from 'node:crypto'
import type { CsvFault, CsvRefusal, LegacyEncoding } from '@entente/domain/core/csv'
import { ok, type Result, refuse } from '@entente/domain/core/result'
import { CsvError, parse } from 'csv-parse/sync'
import { type CsvText, readText } from './csv-text.ts'
import { refused } from './refused.ts'

/** `row` counts the rows below the header from 1, blank ones too, as a spreadsheet does. */
export type CsvRow = { row: number; fields: string[] }
export type CsvTable = { head: string[]; rows: CsvRow[]; encoding: LegacyEncoding | null }

/**
 * Reads a CSV file as tools really write it, whatever its separator, line endings and encoding. Before anything is
 * stored from a table with an `encoding`, a person has to confirm it: `requireConfirmed`.
 */
export async function readCsv(
  bytes: Buffer,
  { rowsMax, chosen }: { rowsMax: number; chosen: LegacyEncoding | null },
): Promise<Result<CsvTable, CsvFault>> {
  const read = await readText(bytes, chosen)
  if (read.ok) return tableOf(read.value, rowsMax)
  if (read.refusal === 'unknown_encoding')
    throw refused({ code: 'csv_encoding_unconfirmed', encoding: null, seen: '', cells: [] })
  return refuse(read.refusal)
}

/**
 * Refuses a table whose encoding nobody confirmed for these very bytes, with cells for a person to judge by.
 * `secrets` are the columns that are never shown.
 */
export function requireConfirmed(
  { encoding, head, rows }: CsvTable,
  bytes: Buffer,
  { seen, secrets }: { seen: string; secrets: readonly string[] },
): void {
  if (!encoding) return
  const shownAs = createHash('sha256').update(`${encoding}\n`).update(bytes).digest('base64url')
  if (seen === shownAs) return
  const cells = tellingCells(head, rows, secrets)
  throw refused({ code: 'csv_encoding_unconfirmed', encoding, seen: shownAs, cells })
}

const sample = { cells: 10, characters: 120 }

/** The first cells that together have the most foreign characters: each shows one that none before it has. */
function tellingCells(head: string[], rows: CsvRow[], secrets: readonly string[]): CsvRefusal['cells'] {
  const cells: CsvRefusal['cells'] = []
  const known = new Set<string>()
  for (const { row, fields } of rows)
    for (const [at, column] of head.entries()) {
      const text = (fields[at] ?? '').trim().slice(0, sample.characters)
      const foreign = secrets.includes(column) ? [] : (text.match(/[^\0-\x7f]/gu) ?? [])
      if (cells.length === sample.cells || foreign.every((character) => known.has(character))) continue
      for (const character of foreign) known.add(character)
      cells.push({ row, column, text })
    }
  return cells
}

function tableOf({ text, encoding }: CsvText, rowsMax: number): Result<CsvTable, CsvFault> {
  const { body, separator } = withoutPreamble(text)
  try {
    const [header, ...rows] = recordsOf(body, separator ?? likelySeparator(body), rowsMax)
    const { row: from, fields: names } = header ?? { row: 0, fields: [] }
    if (names.length > columnsMax) return refuse('not_csv')
    const head = names.slice(0, widthOf(names)).map((name) => name.trim().toLowerCase())
    // A spreadsheet writes the empty columns right of a table, too. A row that is longer than its header stays so: a
    // separator inside a value has shifted it.
    const within = (fields: string[]) =>
      fields.length > names.length ? fields : fields.slice(0, Math.max(head.length, widthOf(fields)))
    return ok({
      head,
      rows: rows.map(({ row, fields }) => ({ row: row - from, fields: within(fields).map(withoutNull) })),
      encoding,
    })
  } catch (error) {
    if (error instanceof TooManyRows) return refuse('too_many_rows')
    if (error instanceof CsvError) return refuse('not_csv')
    throw error
  }
}

const widthOf = (fields: string[]): number => fields.findLastIndex((field) => field.trim() !== '') + 1
/** MySQL and PostgreSQL write NULL like this. */
const withoutNull = (field: string): string => (field === '\\N' ? '' : field)

/** Windows PowerShell begins with a line of its own; Excel reads a line that names the separator. */
function withoutPreamble(text: string): { body: string; separator: string | undefined } {
  const untyped = text.replace(/^#TYPE [^\r\n]*[\r\n]+/, '')
  const [line = '', separator] = /^"?sep=([^\r\n"])"?[,;\t]*[\r\n]+/i.exec(untyped) ?? []
  return { body: untyped.slice(line.length), separator }
}

const separators = [',', ';', '\t', '|']
const columnsMax = 1000
/** Longer than any header, and short enough to read once for each separator. */
const headerMax = 64 * 1024
const syntax = {
  relax_column_count: true,
  record_delimiter: ['\r\n', '\n', '\r'],
}

/** The separator that gives the header the most columns. */
function likelySeparator(text: string): string {
  const start = text.slice(0, headerMax)
  const width = (delimiter: string): number => {
    try {
      return parse(start, { ...syntax, delimiter, to: 1, skip_empty_lines: true })[0]?.length ?? 0
    } catch (error) {
      if (error instanceof CsvError) return 0
      throw error
    }
  }
  const widths = separators.map(width)
  return separators[widths.indexOf(Math.max(...widths))] ?? ','
}

class TooManyRows extends Error {}

/** The records that are not blank, with their numbers. */
function recordsOf(text: string, delimiter: string, rowsMax: number): CsvRow[] {
  let all = 0
  const kept: CsvRow[] = []
  const keep = (fields: string[]): null => {
    all += 1
    if (fields.some((field) => field.trim() !== '')) kept.push({ row: all, fields })
    // Some blank rows are usual below a table; a million of them would take seconds.
    if (kept.length > rowsMax + 1 || all > 4 * rowsMax) throw new TooManyRows()
    return null
  }
  const options = { ...syntax, delimiter, on_record: keep }
  try {
    parse(text, options)
  } catch (error) {
    // Google Sheets and MySQL put no quotes around a value between tabs, so a quote in it stands for itself.
    const isLoose = error instanceof CsvError && error.code === 'INVALID_OPENING_QUOTE' && delimiter === '\t'
    if (!isLoose) throw error
    all = 0
    kept.length = 0
    parse(text, { ...options, quote: null })
  }
  return kept
}
