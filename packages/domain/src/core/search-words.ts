import anyAscii from 'any-ascii'
import { Converter } from 'opencc-js/t2cn'
import { pinyin } from 'pinyin-pro'

/**
 * The version of what the functions below return. Raise it with every change of that: the worker cuts rows of older
 * versions again. The indexes that find them name the version, so the change needs a migration, as 0040 is.
 */
export const cutVersion = 1

/** How many characters of a word count: an index entry must stay small. */
const lengthMax = 40
/** How many words of a search count. */
const wordsMax = 8

/**
 * The terms under which a row is found. The term of a word goes on to the end of the text without gaps, so that
 * "Rhein-Main GmbH" is found by rhein, main, rheinmain and gmbh.
 */
export function searchTermsOf(...texts: (string | null)[]): string[] {
  const terms = texts.flatMap((text) => {
    const words = wordsIn(text ?? '').map(({ written, read }) => [...written, ...read])
    if (words.length === 0) return [signsOf(text ?? '')]
    const most = words.toSorted((a, b) => b.length - a.length)[0] ?? []
    return words.flatMap((_, start) => most.map((_, spelling) => join(words, spelling, start)))
  })
  return [...new Set(terms)].filter(Boolean)
}

/**
 * The words of a search, each with its spellings: a row is found when it has for every word a term that begins with one
 * of them. Only blanks separate words here, so that "Rhein-Main" also finds Rheinmain. Signs beside words do not count.
 */
export function searchWordsOf(search: string): string[][] {
  const chunks = search.split(/\s+/u).map((chunk) => wordsIn(chunk).map(({ written }) => written))
  const words = chunks
    .filter((chunk) => chunk.length > 0)
    .map((chunk) => [...new Set([join(chunk, 0), join(chunk, 1)])])
  if (words.length === 0) return signsOf(search) ? [[signsOf(search)]] : []
  return [...new Map(words.map((word) => [word.join(' '), word])).values()].slice(0, wordsMax)
}

/**
 * The key that lists sort by, compared byte by byte: Latin letters without regard to case and accents, other scripts as
 * they are read.
 */
export const sortKeyOf = (name: string): string =>
  wordsIn(name)
    .map(({ sound }) => sound)
    .filter(Boolean)
    .join(' ') || name

/**
 * Whether a term is how a sort key begins, with all of its first word. A search for the beginning of that word then finds the row
 * where it stands in the list, if it is a plain word: a name of signs alone sorts as it is written.
 */
export const isLeading = (term: string, sortKey: string): boolean => {
  const [first = ''] = sortKey.split(' ')
  return first !== '' && term.startsWith(first) && sortKey.replaceAll(' ', '').startsWith(term)
}

type Word = {
  /** Müller is muller and mueller, 華為 is 华为; one where both are the same. */
  written: readonly string[]
  /** As one types it in Latin letters: 吕梁 is luliang and lvliang. */
  read: readonly string[]
  /** As it sorts: 吕梁 is "lu liang". */
  sound: string
}

const toSimplified = Converter({ from: 't', to: 'cn' })
const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

/** The words of a text; signs separate them, and in scripts without blanks a dictionary does. */
function wordsIn(text: string): Word[] {
  // What most names are made of needs no dictionary, and this is part of every acceptance.
  if (asciiText.test(text)) return (text.match(/[a-z0-9]+/gi) ?? []).map(toPlainWord)
  const plain = toSimplified(text.normalize('NFKC'))
  const readings = readingsIn(plain)
  return [...segmenter.segment(plain)]
    .flatMap(({ segment, index }) =>
      [...segment.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map((part) =>
        toWord(part[0], index + part.index, readings),
      ),
    )
    .filter(({ written: [first] }) => first)
}

const asciiText = /^[ -~]*$/
const plainWord = /^[a-z0-9]+$/i
/** Whether a word of a search could begin a sort key that is made of sounds. */
export const isPlainWord = (word: string): boolean => plainWord.test(word)

function toPlainWord(text: string): Word {
  const only = text.toLowerCase()
  return { written: [only], read: [], sound: only }
}

function toWord(text: string, start: number, readings: Map<number, string>): Word {
  if (plainWord.test(text)) return toPlainWord(text)
  let at = start
  const parts = [...text].map((sign) => {
    const reading = readings.get(at)
    at += sign.length
    return reading ? ` ${reading} ` : ascii(sign)
  })
  const read = parts.join('').replace(/ +/g, ' ').trim()
  const sound = read.replaceAll('ü', 'u')
  const typed = [sound, read.replaceAll('ü', 'v')].map((spelling) => spelling.replaceAll(' ', ''))
  return { written: [fold(text), fold(spellOut(text))], read: typed, sound }
}

/** The readings of the Chinese signs in a text by their place, each as its word has it: 成都 is cheng du. */
function readingsIn(text: string): Map<number, string> {
  const readings = new Map<number, string>()
  for (const { 0: run, index } of text.matchAll(/\p{Script=Han}+/gu)) {
    const syllables = pinyin(run, { toneType: 'none', type: 'array' })
    let at = index
    for (const [place, sign] of [...run].entries()) {
      const syllable = syllables[place] ?? sign
      readings.set(at, syllable === sign ? ascii(sign) : syllable)
      at += sign.length
    }
  }
  return readings
}

/** A text in small letters without accents and signs. Latin letters become ASCII, others stay in their script. */
const fold = (text: string): string =>
  plainWord.test(text)
    ? text.toLowerCase()
    : [...text.normalize('NFC')]
        .map((sign) => (/[^\p{Script=Latin}\p{Script=Common}\p{N}]/u.test(sign) ? bare(sign) : ascii(sign)))
        .join('')

const ascii = (sign: string): string =>
  anyAscii(sign)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')

/** A letter without case and accent. By way of the capital, because σ and ς share one. */
const bare = (sign: string): string =>
  sign
    .toUpperCase()
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u0655]+/gu, '')
    .normalize('NFC')

// How German and the Nordic languages write these where a keyboard lacks them.
const spelledOut: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' }
const spellOut = (text: string): string =>
  text.toLowerCase().replace(/[äöüøå]/g, (letter) => spelledOut[letter] ?? letter)

/** A text without letters has its signs as its one word. */
const signsOf = (text: string): string =>
  begin(
    text
      .normalize('NFKC')
      .replace(/[\s\p{C}]+/gu, '')
      .toLowerCase(),
  )

/** The spellings of one kind from a word on, without gaps. */
function join(words: readonly (readonly string[])[], spelling: number, start = 0): string {
  let text = ''
  // A letter may take two code units.
  for (const word of words.slice(start, start + lengthMax)) {
    text += word[spelling] ?? word[0]
    if (text.length >= 2 * lengthMax) break
  }
  return begin(text)
}

const begin = (text: string): string => [...text].slice(0, lengthMax).join('')
