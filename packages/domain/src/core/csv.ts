/**
 * Encodings in which tools write CSV without saying so in the file, the more usual ones first. The bytes do not prove one:
 * a person confirms it.
 */
export const legacyEncodings = [
  'windows-1252',
  'macintosh',
  'windows-1250',
  'windows-1251',
  'windows-1254',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
] as const
export type LegacyEncoding = (typeof legacyEncodings)[number]

/**
 * The text is not Unicode. `cells` shows how it would be stored, and `seen` stands for this file in this encoding when the
 * person confirms it. `encoding` is null if no encoding fits.
 */
export type CsvRefusal = {
  code: 'csv_encoding_unconfirmed'
  encoding: LegacyEncoding | null
  seen: string
  cells: { row: number; column: string; text: string }[]
}

/** Why no row of a file can be used, whatever its columns are. */
export type CsvFault = 'not_text' | 'damaged_text' | 'not_csv' | 'too_many_rows'
