/** Spreadsheets run text that begins like a formula. A leading apostrophe marks it as text. */
const withoutFormula = (text: string): string =>
  /^[\s\u00a0]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text

/** One line of a CSV file (RFC 4180). */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${withoutFormula(cell).replaceAll('"', '""')}"`).join(',')}\r\n`
