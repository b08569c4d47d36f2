import { stringify } from 'csv-stringify/sync'

// A spreadsheet with another separator, and one that does not know quotes, begins a cell here.
const formulaInside = /([;\t\r\n|][\p{Zs}"]*|^\p{Zs}+)(?=[=+\-@＝＋－＠])/gu

/**
 * One line of a CSV file (RFC 4180). Spreadsheets run text that begins like a formula; a leading apostrophe marks it as
 * text, also where a spreadsheet with another separator would split the cell.
 */
export const csvLine = (cells: readonly string[]): string =>
  stringify([[...cells]], {
    quoted: true,
    quoted_empty: true,
    record_delimiter: '\r\n',
    escape_formulas: true,
    cast: { string: (cell) => cell.replaceAll(formulaInside, "$1'") },
  })
