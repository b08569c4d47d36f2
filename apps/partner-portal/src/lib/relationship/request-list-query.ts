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

/** What a reminder did, as the next page's URL tells it. */
export type Reminded = { reminded: number; waiting: number; leftOut: number; until: string | null }

export function remindedHref(state: RequestListState, { until, ...counts }: Reminded): string {
  const told = new URLSearchParams(Object.entries(counts).map(([name, count]) => [name, String(count)]))
  if (until) told.set('wait', until)
  return toldHref(state, told)
}

/** The same page of the list, after an address was corrected on it. */
export const sentAgainHref = (state: RequestListState): string =>
  toldHref(state, new URLSearchParams({ again: 'yes' }))

function toldHref(state: RequestListState, told: URLSearchParams): string {
  const href = listHref(state, { cursor: state.cursor, before: state.before })
  return `${href}${href.includes('?') ? '&' : '?'}${told}`
}
