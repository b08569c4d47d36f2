import type { Snippet } from 'svelte'

/** Sorting is a link, so it works without a script and stays in the address. `label` says what the link does. */
export type Sort = { href: string; direction: 'ascending' | 'descending' | undefined; label: string }

/** One column of a DataTable. `cell` for what is more than text, else `text`. */
export type Column<Row> = {
  key: string
  label: string
  align?: 'start' | 'end'
  /** A date, a number, a word: never broken, and as narrow as it can be. */
  isShort?: boolean
  text?: (row: Row) => string
  cell?: Snippet<[Row]>
  sort?: Sort
}

/** The id of the cell with a row's open record, for `aria-controls` of what opens it. */
export const detailId = (key: string): string => `detail-${key}`
