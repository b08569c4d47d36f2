import { type LegacyEncoding, legacyEncodings } from '@entente/domain/core/csv'
import { ok, type Result, refuse } from '@entente/domain/core/result'

/** `encoding` is null if the file is Unicode, which its bytes prove. */
export type CsvText = { text: string; encoding: LegacyEncoding | null }
type TextFault = 'not_text' | 'damaged_text' | 'unknown_encoding'

/** Reads the text of a file. An encoding that no byte proves is `chosen` by a person, or guessed for them to confirm. */
export async function readText(
  bytes: Buffer,
  chosen: LegacyEncoding | null,
): Promise<Result<CsvText, TextFault>> {
  const marked = unicodeOf(bytes)
  // A workbook, an archive or a picture has such bytes; text has them only in UTF-16.
  if (!marked?.startsWith('utf-16') && bytes.includes(0)) return refuse('not_text')
  const unicode = decode(bytes, marked ?? 'utf-8')
  if (unicode?.includes('\0')) return refuse('not_text')
  // A tool that could not write a character has put U+FFFD in its place: the name is lost already.
  if (unicode?.includes('\ufffd')) return refuse('damaged_text')
  if (unicode !== undefined) return ok({ text: unicode, encoding: null })
  if (marked) return refuse('damaged_text')
  const encoding = chosen ?? (await guess(bytes))
  const text = encoding && decode(bytes, encoding)
  if (!text || isNoText.test(text)) return refuse('unknown_encoding')
  return ok({ text, encoding })
}

// The wrong encoding turns letters into control characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const isNoText = /[\0-\x08\x0e-\x1f\x7f-\x9f]/

/** The Unicode encoding that the first bytes tell: by a byte order mark, or by the zero beside an ASCII letter. */
function unicodeOf([first, second, third]: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if ((first === 0xff && second === 0xfe) || (first && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second)) return 'utf-16be'
  return undefined
}

/** The text, without a byte order mark; undefined if the bytes are not of this encoding. */
function decode(bytes: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

const guessedFrom = 64 * 1024

/** The most likely encoding by the letters; null if it is none that can be read here, as those of MS-DOS. */
async function guess(bytes: Buffer): Promise<LegacyEncoding | null> {
  // Loaded only for a file that needs it: its tables take a megabyte.
  const { detect } = await import('jschardet')
  // The plain values say nothing and dilute the rest. No encoding has these separators inside a character.
  const values = bytes.toString('latin1').split(/[\r\n\t,;"]+/)
  const foreign = values.filter((value) => /[\x80-\xff]/.test(value)).join('\n')
  const sample = Buffer.from(foreign.slice(0, guessedFrom), 'latin1')
  const { encoding } = detect(sample, {
    minimumThreshold: 0,
    detectEncodings: [
      ...legacyEncodings.map((name) => (name === 'macintosh' ? 'MacRoman' : name)),
      ...['CP850', 'CP437'],
    ],
  })
  const found = encoding?.toLowerCase().replace('macroman', 'macintosh')
  if (!legacyEncodings.some((known) => known === found)) return null
  // Neighbours agree on most letters. Where they agree on all, the more usual one is meant.
  const text = decode(sample, found ?? '')
  return legacyEncodings.find((known) => known === found || decode(sample, known) === text) ?? null
}
