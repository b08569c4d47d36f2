import { diffWordsWithSpace } from 'diff'

export type Piece = { kind: 'same' | 'inserted' | 'deleted'; text: string }

/** What changed between two texts, word by word; Chinese has its words cut by the language's rules (U7). */
export function textChanges(before: string, after: string, language: string): Piece[] {
  const intlSegmenter = new Intl.Segmenter(language, { granularity: 'word' })
  return diffWordsWithSpace(before, after, { intlSegmenter }).map(({ added, removed, value }) => ({
    kind: added ? 'inserted' : removed ? 'deleted' : 'same',
    text: value,
  }))
}
