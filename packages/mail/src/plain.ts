import { linkPlaceholder } from './rendered.ts'

/*
 * The names and texts that people choose reach other people's mailboxes. The domain's schemas refuse most of what is
 * dangerous; these functions hold even for a value that came in another way (S10).
 */

const wordJoiner = '\u2060' // invisible, and no mail program detects an address across it
const nameMax = 200
const subjectMax = 250
const senderMax = 60
const textMax = 20_000

/** A name of a person or an organisation within a sentence: one line, and no mail program turns it into a link. */
export function name(value: string): string {
  return line(value, nameMax)
    .replaceAll('://', `:${wordJoiner}//`)
    .replace(/(?<=[\p{L}\p{N}])([.．。｡])(?=[\p{L}\p{N}])/gu, `$1${wordJoiner}`)
}

/** A checked value within a sentence, such as an e-mail address: one line. */
export function word(value: string): string {
  return line(value, 254)
}

/** A subject: one line, without anything that a mail program would decode as an encoded word. */
export function subject(value: string): string {
  return line(value, subjectMax).replaceAll('=?', `=${wordJoiner}?`)
}

/**
 * A partner's name in the From line of a mail that the platform sends: short enough that what follows is always seen, and
 * without anything that reads as an address. Characters that a mail program shows as one of these signs count too.
 */
export function senderName(value: string): string {
  const plain = [...line(value, nameMax).replace(/\p{Default_Ignorable_Code_Point}/gu, '')]
    .map((character) => (/[@<>"\\]/.test(character.normalize('NFKC')) ? ' ' : character))
    .join('')
    .replaceAll('=?', '= ?')
  return line(plain, senderMax)
}

/** A text of several lines, without control characters other than tab and line feed. */
export function text(value: string): string {
  return withoutPlaceholder(
    cut(value, textMax)
      .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
      .replace(/[^\P{Cc}\t\n]/gu, '')
      .replace(reordering, ''),
  )
}

// Embeddings, overrides and isolates: they can make an address or a name read as another.
const reordering = /[\u202a-\u202e\u2066-\u2069]/g

function line(value: string, max: number): string {
  const plain = cut(value, max * 4) // so that a megabyte costs little
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .replace(reordering, '')
    .trim()
  return withoutPlaceholder(cut(plain, max))
}

/** At most `max` UTF-16 units; a character that the cut would halve is left out. */
function cut(value: string, max: number): string {
  const short = value.length > max ? `${value.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…` : value
  return short.toWellFormed()
}

/** Breaks the placeholder in a name or a text, because no link may appear there. */
const withoutPlaceholder = (value: string) =>
  value.replaceAll(linkPlaceholder, linkPlaceholder.replace('{', `{${wordJoiner}`))
