import type { CustomerListInput } from '@entente/domain/relationship/customer-list'
import { type CustomerColumn, usualColumns } from '@entente/domain/relationship/customer-list-sizes'

/** The list's state, as the URL keeps it (U4). `open` is the id of the record that is open in the list. */
export type ListState = CustomerListInput & { search: string; open: string; columns: CustomerColumn[] }

const filterNames = [
  'service',
  'missing',
  'country',
  'origin',
  'tag',
  'requests',
  'since',
  'lost',
] as const satisfies (keyof ListState)[]
const fields = [
  ...filterNames,
  'columns',
  'sort',
  'direction',
  'limit',
  'cursor',
  'before',
] as const satisfies (keyof ListState)[]

/** What a URL without parameters means. */
export const defaults = {
  sort: 'name',
  direction: 'asc',
  limit: 50,
  columns: usualColumns.join(','),
} as const

/** The URL of the list in another state. A new order or search starts at the first page, with every record closed. */
export function listHref(state: ListState, change: Partial<ListState>): string {
  const query = queryOf({ ...state, cursor: undefined, before: undefined, open: '', ...change })
  return query ? `/customers?${query}` : '/customers'
}

/** The query that keeps a state. */
export function queryOf(state: ListState): string {
  const parameters = new URLSearchParams()
  for (const name of ['search', ...fields, 'open'] as const) {
    const value = String(state[name] ?? '')
    if (value !== '' && value !== String(Reflect.get(defaults, name))) parameters.set(name, value)
    // No column at all is a choice, too.
    else if (name === 'columns' && value === '') parameters.set(name, 'none')
  }
  return parameters.toString()
}

/** The query of a view: the state without a place in the list. */
export const viewOf = (state: ListState): string =>
  queryOf({ ...state, cursor: undefined, before: undefined, open: '' })

/** How many filters are in force, besides the search. */
export const filtersIn = (state: ListState): number =>
  filterNames.filter((name) => state[name] !== undefined).length

export const withoutFilters = {
  ...{ search: '', service: undefined, missing: undefined, country: undefined, origin: undefined },
  ...{ tag: undefined, requests: undefined, since: undefined, lost: undefined },
} satisfies Partial<ListState>

export const columnLabel = (column: CustomerColumn) => {
  if (column === 'domain') return 'common.domain' as const
  return column === 'country'
    ? ('common.field.country' as const)
    : (`portal.customers.column.${column}` as const)
}
