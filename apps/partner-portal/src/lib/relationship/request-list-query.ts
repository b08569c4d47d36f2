import type { RequestListInput } from '@entente/domain/relationship/relationship-request'

/** The list's state, as the URL keeps it (U4). Days are whole days of the reader's; `open` is the row to correct. */
export type RequestListState = Omit<RequestListInput, 'search' | 'since' | 'until'> & {
  search: string
  from: string | undefined
  until: string | undefined
  open: string
}

const names = [
  'search',
  'state',
  'show',
  'author',
  'from',
  'until',
  'limit',
  'cursor',
  'before',
  'open',
] as const
const filterNames = ['show', 'author', 'from', 'until'] as const

/** The page size of a URL without parameters. */
export const defaultSize = 50

/** The URL of the list in another state, at its first page unless a cursor is given. */
export function listHref(state: RequestListState, change: Partial<RequestListState>): string {
  const wanted = { ...state, cursor: undefined, before: undefined, open: '', ...change }
  const parameters = new URLSearchParams()
  for (const name of names) {
    const value = wanted[name]
    if (value && !(name === 'limit' && value === defaultSize)) parameters.set(name, String(value))
  }
  return parameters.size > 0 ? `/requests?${parameters}` : '/requests'
}

/** How many filters are in force, besides the tab and the search. */
export const filtersIn = (state: RequestListState): number =>
  filterNames.filter((name) => state[name] !== undefined).length

export const withoutFilters = {
  ...{ search: '', show: undefined, author: undefined, from: undefined, until: undefined },
} satisfies Partial<RequestListState>
