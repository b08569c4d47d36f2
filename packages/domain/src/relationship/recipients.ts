import { ok, type Result, refuse } from '../core/result.ts'
import { withoutMarksAround } from '../core/typed-text.ts'
import { emailAddress, oneLine } from '../identity/account.ts'

export type RecipientsRefusal =
  /** Lists what cannot be used as an address; empty when nothing was given. */
  | { code: 'recipients_invalid'; addresses: string[] }
  | { code: 'too_many_recipients'; given: number; most: number }

export const recipientsMax = 50

/** A partner's own reference for a recipient, such as a ticket or order number. */
export const ownReferenceMax = 60
export const ownReference = oneLine(ownReferenceMax)

/**
 * The recipients of **Send for me**, from a list of addresses or from a text as people paste it from a mail program.
 * Lower-cased, each once. A refusal lists what cannot be used, or nothing when no recipient was given.
 */
export function parseRecipients(input: string | readonly string[]): Result<string[], RecipientsRefusal> {
  const written = typeof input === 'string' ? splitRecipients(input) : [...input]
  const parsed = written.map((text) => ({ text, address: emailAddress.safeParse(text).data }))
  const bad = parsed.filter(({ address }) => address === undefined).map(({ text }) => text)
  const addresses = [...new Set(parsed.flatMap(({ address }) => address ?? []))]
  if (bad.length > 0 || addresses.length === 0)
    return refuse({ code: 'recipients_invalid', addresses: [...new Set(bad)] })
  if (addresses.length > recipientsMax)
    return refuse({ code: 'too_many_recipients', given: addresses.length, most: recipientsMax })
  return ok(addresses)
}

/** What a text names as recipients, in its order and each once: addresses, and what cannot be used as one. */
export const recipientsIn = (text: string): string[] => [
  ...new Set(splitRecipients(text).map((entry) => emailAddress.safeParse(entry).data ?? entry)),
]

/** A line that ends in a partner's own reference: `ada@contoso.test #4711`. */
const referenced = /^(.*@.*?)\s+#\s*([^@,;<>"]+)$/

/** The recipients of a text in which a line may end in the partner's own reference, and the references by address. */
export function readRecipients(text: string): {
  recipients: Result<string[], RecipientsRefusal>
  references: Record<string, string>
} {
  const references: Record<string, string> = {}
  const lines = text.split(/\r?\n/).map((line) => {
    const [, before = '', reference = ''] = referenced.exec(line) ?? []
    const named = parseRecipients(before)
    if (!named.ok) return line
    for (const address of named.value) references[address] = reference.trim().slice(0, ownReferenceMax)
    return before
  })
  return { recipients: parseRecipients(lines.join('\n')), references }
}

/** What stands between two separators. A table's row has several cells; `names` stand in quotes. */
type Part = { text: string; cells: string[][]; names: string[]; bracketed?: string }

// A quote that closes far away, or behind an address in brackets, is a sign of its own.
const tokens =
  /"(?<quoted>(?:\\.|[^"\\<>]){0,100})"|(?<box><[^<>]*>|\[[^[\]]*\]|\([^()]*\))|(?<end>[,;\n])|(?<tab>\t)|\s+|(?<word>[^\s",;<[(]+|.)/gs

/** Names with more commas are rare, and lists with forgotten parts are not. */
const nameCommasMax = 2

/**
 * The addresses in a text, and what stands where an address should. Names are dropped, in each way that mail programs
 * write them: `Last, First <address>`, quoted, as a comment, before the colon of a group, or in a table's cell. What may
 * be a broken address is never taken for a name, so that nobody is left out without a word.
 */
function splitRecipients(text: string): string[] {
  const found: string[] = []
  /** Parts that may begin a name: the `Lovelace` of `Lovelace, Ada <ada@contoso.test>`. */
  let open: Part[] = []
  let part: Part = { text: '', cells: [[]], names: [] }
  const close = (end: string) => {
    if (end === ',' && mayBeginName(part) && open.length < nameCommasMax) open.push(part)
    else {
      found.push(...(isNamed(part) ? [] : open.flatMap(addressesOf)), ...addressesOf(part))
      open = []
    }
    part = { text: '', cells: [[]], names: [] }
  }
  for (const { 0: token, groups = {} } of plain(text).matchAll(tokens)) {
    const { quoted, box, end, tab, word } = groups
    if (end) {
      close(end)
      continue
    }
    part.text += token
    if (quoted !== undefined) part.names.push(quoted)
    else if (tab) part.cells.push([])
    else if (word) addWord(part, word)
    else if (box && (box.startsWith('<') || box.includes('@'))) {
      part.bracketed = box.slice(1, -1).replace(/^.*:|\?.*$/gs, '')
      close('')
    }
  }
  close('')
  return found
}

/** The text with one spelling of each separator, bracket and quote, without comments and line breaks inside an entry. */
const plain = (text: string): string =>
  text
    .replace(
      /[，、،；＜〈＞〉［【］】（）：＠“”„«»\u2028\u2029\u0085]/g,
      (character) => spellings[character] ?? character,
    )
    .replace(/\((?:\\.|[^()\\@])*\)/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/,\s*\n|\n[^\S\n]*(?=<)/g, (joint) => (joint.startsWith(',') ? ',' : ' '))

const spellings: Record<string, string> = {
  ...{ '，': ',', '、': ',', '،': ',', '；': ';', '：': ':', '＠': '@' },
  ...{
    '＜': '<',
    '〈': '<',
    '＞': '>',
    '〉': '>',
    '［': '[',
    '【': '[',
    '］': ']',
    '】': ']',
    '（': '(',
    '）': ')',
  },
  ...{ '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '\u2028': '\n', '\u2029': '\n', '\u0085': '\n' },
}

/** `To:`, `mailto:` and the name of a group end with a colon; what stands before is no recipient. */
function addWord(part: Part, word: string): void {
  const [, label, rest = word] = /^([^@]*:)(.*)$/s.exec(word) ?? []
  const cell = part.cells.at(-1) ?? []
  if (label && !cell.some(mayBeAddress)) cell.length = 0
  if (rest) cell.push(rest.replace(/^'(.*@.*)'$/s, '$1'))
}

const mayBeAddress = (text: string): boolean => /@|\w{2}\.\w{2}/.test(text)

const mayBeginName = ({ cells, names }: Part): boolean => ![...cells.flat(), ...names].some(mayBeAddress)

/** Whether a part says whose address it holds, so that a name with commas may end in it. */
const isNamed = ({ bracketed, cells }: Part): boolean =>
  bracketed !== undefined || (cells.length > 1 && cells.flat().some(mayBeAddress))

function addressesOf({ text, cells, names, bracketed }: Part): string[] {
  const words = cells
    .flat()
    .map(withoutMarksAround)
    .filter((word) => word !== '')
  if (bracketed !== undefined) {
    // Two addresses in one entry: nobody can tell which one is meant.
    const isOther = (word: string) => word.includes('@') && !isSame(word, bracketed)
    const isList = (name: string) => name.includes('@') && /[,;]/.test(name)
    return words.some(isOther) || names.some(isList) || bracketed === '' ? [text.trim()] : [bracketed]
  }
  if (!words.some(mayBeAddress)) return [...words, ...names.map(withoutMarksAround)]
  const inTable = cells.length > 1 ? cells.filter((cell) => cell.some(mayBeAddress)).flat() : words
  return [...inTable, ...names.filter((name) => name.includes('@'))]
}

const isSame = (one: string, other: string): boolean =>
  emailAddress.safeParse(one).data === emailAddress.safeParse(other).data
