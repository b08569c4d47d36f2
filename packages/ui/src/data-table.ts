import type { Snippet } from 'svelte'
import type { Words } from './words.ts'

/** Sorting is a link, so it works without a script and stays in the URL. `label` says what the link does. */
export type Sort = { href: string; direction: 'ascending' | 'descending' | undefined; label: string }

/** One column of a DataTable. Set `text`, `names`, or `cell` for more than these. */
export type Column<Row> = {
  key: string
  label: string
  align?: 'start' | 'end'
  /** For a date, a number or a word: never wraps, and is as narrow as possible. */
  isShort?: boolean
  /** A name may be one very long word and breaks anywhere, as in the first column; every other one keeps its words whole. */
  isName?: boolean
  /** Left out where a row has two lines. */
  isMinor?: boolean
  /** A number or a date that says nothing without its label, where a row has two lines and the head is not shown. */
  isLabelled?: boolean
  text?: (row: Row) => Words
  /** Several names, beside each other. */
  names?: (row: Row) => readonly string[]
  /** What a row without any says. */
  none?: string
  /** Gets its column too, for columns that are many of a kind. */
  cell?: Snippet<[Row, Column<Row>]>
  sort?: Sort
}

/** The id of the cell with a row's details, for `aria-controls` of the link that opens them. */
export const detailId = (key: string): string => `detail-${key}`
