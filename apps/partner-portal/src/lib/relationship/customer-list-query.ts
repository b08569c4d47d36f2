import {
  type CustomerListInput,
  customerListInput,
  customerPageSizes,
} from '@entente/domain/relationship/customer-list'

/** The list's state, as the URL keeps it (U4). `open` is the id of the record that is open in the list. */
export type ListState = CustomerListInput & { search: string; open: string }

const { search: _, limit, ...shape } = customerListInput.shape
const fields = [
  'service',
  'missing',
  'country',
  'since',
  'sort',
  'direction',
  'limit',
  'cursor',
  'before',
] as const
const filterNames = ['service', 'missing', 'country', 'since'] as const

/** Reads the state from the URL. Invalid values are ignored, so that a truncated URL still shows the list. */
export function readListState(parameters: URLSearchParams): ListState {
  const text = (name: string) => parameters.get(name) ?? ''
  const optional = (name: 'service' | 'missing' | 'country') => shape[name].catch(undefined).parse(text(name))
  const size = Number(text('limit'))
  return {
    search: text('search').trim().slice(0, 200),
    service: optional('service'),
    missing: optional('missing'),
    country: optional('country'),
    since: shape.since.catch(undefined).parse(Number(text('since'))),
    sort: shape.sort.catch('name').parse(text('sort')),
    direction: shape.direction.catch('asc').parse(text('direction')),
    limit: customerPageSizes.find((known) => known === size) ?? limit.parse(undefined),
    cursor: text('cursor').slice(0, 1000) || undefined,
    before: text('before').slice(0, 1000) || undefined,
    open: text('open'),
  }
}

const defaults = readListState(new URLSearchParams())

/** The URL of the list in another state. A new order or search starts at the first page, with every record closed. */
export function listHref(state: ListState, change: Partial<ListState>): string {
  const wanted = { ...state, cursor: undefined, before: undefined, open: '', ...change }
  const parameters = new URLSearchParams()
  for (const name of ['search', ...fields, 'open'] as const) {
    const value = wanted[name]
    if (value !== undefined && value !== defaults[name]) parameters.set(name, String(value))
  }
  return parameters.size > 0 ? `/customers?${parameters}` : '/customers'
}

/** How many filters are in force, besides the search. */
export const filtersIn = (state: ListState): number =>
  filterNames.filter((name) => state[name] !== undefined).length

export const withoutFilters = {
  ...{ search: '', service: undefined, missing: undefined, country: undefined, since: undefined },
} satisfies Partial<ListState>
