import type { CustomerListInput } from '@entente/domain/relationship/customer-list'

/** The list's state, as the URL keeps it (U4). `open` is the id of the record that is open in the list. */
export type ListState = CustomerListInput & { search: string; open: string }

const fields = [
  'service',
  'missing',
  'country',
  'since',
  'lost',
  'sort',
  'direction',
  'limit',
  'cursor',
  'before',
] as const
const filterNames = ['service', 'missing', 'country', 'since', 'lost'] as const

/** What a URL without parameters means. */
export const defaults = { sort: 'name', direction: 'asc', limit: 50 } as const satisfies Partial<ListState>

/** The URL of the list in another state. A new order or search starts at the first page, with every record closed. */
export function listHref(state: ListState, change: Partial<ListState>): string {
  const wanted = { ...state, cursor: undefined, before: undefined, open: '', ...change }
  const parameters = new URLSearchParams()
  for (const name of ['search', ...fields, 'open'] as const) {
    const value = wanted[name]
    if (value !== undefined && value !== '' && value !== Reflect.get(defaults, name))
      parameters.set(name, String(value))
  }
  return parameters.size > 0 ? `/customers?${parameters}` : '/customers'
}

/** How many filters are in force, besides the search. */
export const filtersIn = (state: ListState): number =>
  filterNames.filter((name) => state[name] !== undefined).length

export const withoutFilters = {
  ...{
    search: '',
    service: undefined,
    missing: undefined,
    country: undefined,
    since: undefined,
    lost: undefined,
  },
} satisfies Partial<ListState>
