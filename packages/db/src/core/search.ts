import { cutVersion, searchTermsOf, searchWordsOf, sortKeyOf } from '@entente/domain/core/search-words'
import { type SqlBool, sql } from 'kysely'

/** The columns by which a row sorts and is found, from its name and what else finds it; for a new row. */
export const cutOf = (name: string, other: string | null = null) => ({
  sortKey: sortKeyOf(name),
  terms: termsOf(name, other),
  termsVersion: cutVersion,
})

/** The same for a row whose name changes: without the sign of the version, a trigger takes the terms away (migration 0040). */
export const cutAgainOf = (name: string, other: string | null = null) => ({
  ...cutOf(name, other),
  termsVersion: -cutVersion,
})

/** The columns by which a row that no list sorts is found. */
export const foundBy = (...texts: (string | null)[]) => ({
  terms: termsOf(...texts),
  termsVersion: cutVersion,
})

const termsOf = (...texts: (string | null)[]) =>
  sql<string>`array_to_tsvector(${searchTermsOf(...texts)}::text[])`

/** Whether a row's terms begin with every word of a search; a search without words finds nothing. */
export const matchesSearch = (terms: string, search: string) =>
  sql<SqlBool>`${sql.ref(terms)} @@ ${queryOf(search)}::tsquery`

const queryOf = (search: string): string =>
  searchWordsOf(search)
    .map((spellings) => `(${spellings.map((spelling) => `${quoted(spelling)}:*`).join('|')})`)
    .join('&')

const quoted = (word: string) => `'${word.replace(/['\\]/g, '$&$&')}'`

/** The columns that only searches and sorting read. */
export type Cut = 'sortKey' | 'terms' | 'termsVersion'
