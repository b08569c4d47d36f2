import { pageSizes } from '@entente/domain/core/page-sizes'
import { customerListInput } from '@entente/domain/relationship/customer-list'
import { defaults, type ListState } from './customer-list-query.ts'

const { shape } = customerListInput

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
    lost: shape.lost.catch(undefined).parse(Number(text('lost'))),
    sort: shape.sort.catch(defaults.sort).parse(text('sort')),
    direction: shape.direction.catch(defaults.direction).parse(text('direction')),
    limit: pageSizes.find((known) => known === size) ?? defaults.limit,
    cursor: text('cursor').slice(0, 1000) || undefined,
    before: text('before').slice(0, 1000) || undefined,
    open: text('open'),
  }
}
