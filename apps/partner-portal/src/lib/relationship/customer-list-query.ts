import { type CustomerListInput, customerListInput } from '@entente/domain/relationship/customer-list'

/** The list's state, as the URL keeps it (U4). `open` is the id of the record that is open in the list. */
export type ListState = Pick<CustomerListInput, 'sort' | 'direction' | 'cursor'> & {
  search: string
  open: string
}

/** Reads the state from the URL. Invalid values are ignored, so that a truncated URL still shows the list. */
export function readListState(parameters: URLSearchParams): ListState {
  const text = (name: string) => parameters.get(name) ?? ''
  const { sort, direction } = customerListInput.shape
  return {
    search: text('search').trim().slice(0, 200),
    sort: sort.catch('name').parse(text('sort')),
    direction: direction.catch('asc').parse(text('direction')),
    cursor: text('cursor').slice(0, 1000) || undefined,
    open: text('open'),
  }
}

/** The URL of the list in another state. A new order or search starts at the first page. */
export function listHref(state: ListState, change: Partial<ListState>): string {
  const { search, sort, direction, cursor, open } = { ...state, cursor: undefined, open: '', ...change }
  const parameters = new URLSearchParams()
  if (search) parameters.set('search', search)
  if (sort !== 'name' || direction !== 'asc') {
    parameters.set('sort', sort)
    parameters.set('direction', direction)
  }
  if (cursor) parameters.set('cursor', cursor)
  if (open) parameters.set('open', open)
  return parameters.size > 0 ? `/customers?${parameters}` : '/customers'
}
