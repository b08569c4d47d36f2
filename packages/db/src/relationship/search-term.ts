import anyAscii from 'any-ascii'

const words = new Intl.Segmenter('und', { granularity: 'word' })

/** Folds a text so that ä finds a, ß finds ss and 华 finds hua, alike on every server. */
const fold = (text: string): string =>
  anyAscii(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/[^a-z0-9 ]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()

/**
 * The key that lists sort by. JavaScript has no ICU sort keys, so it is made of folded words: Latin names sort
 * without regard to case and accents, Chinese ones by their pinyin.
 */
export const sortKeyOf = (name: string): string => fold(name) || name

/** The words under which a customer is found, from its name and domain. */
export function searchTermsOf(...texts: (string | null)[]): string[] {
  const terms = texts.flatMap((text) => (text ? [...segmentsOf(text)] : []))
  return [...new Set(terms)]
}

/** The word beginnings in a search, at most 8: all must match. */
export const searchPrefixesOf = (search: string): string[] =>
  [...new Set(search.split(/\s+/).map((word) => fold(word).replaceAll(' ', '')))].filter(Boolean).slice(0, 8)

function* segmentsOf(text: string): Iterable<string> {
  const whole = fold(text).replaceAll(' ', '')
  if (whole) yield whole
  for (const { segment, isWordLike } of words.segment(text.normalize('NFKC'))) {
    if (!isWordLike) continue
    yield* fold(segment).split(' ').filter(Boolean)
    const joined = fold(segment).replaceAll(' ', '')
    if (joined) yield joined
  }
}
