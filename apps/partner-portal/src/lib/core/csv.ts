/** Spreadsheets run what begins like a formula, so such a text is marked as a text. */
const harmless = (text: string): string =>
  /^[\s\u00a0]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text

/** One line of a CSV file (RFC 4180). */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(',')}\r\n`
