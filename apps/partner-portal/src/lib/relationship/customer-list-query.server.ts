import { pageSizes } from '@entente/domain/core/page-sizes'
import { customerListInput } from '@entente/domain/relationship/customer-list'
import { customerColumns, usualColumns } from '@entente/domain/relationship/customer-list-sizes'
import type { z } from 'zod'
import { defaults, type ListState } from './customer-list-query.ts'

const { shape } = customerListInput

/** Reads the state from the URL. Invalid values are ignored, so that a truncated URL still shows the list. */
export function readListState(parameters: URLSearchParams): ListState {
  const text = (name: string) => parameters.get(name) ?? ''
  const optional = <Value>(name: string, of: z.ZodType<Value>): Value | undefined =>
    of
      .optional()
      .catch(undefined)
      .parse(parameters.get(name) || undefined)
  const columns = parameters.getAll('columns').flatMap((value) => value.split(','))
  const size = Number(text('limit'))
  return {
    search: text('search').trim().slice(0, 200),
    service: optional('service', shape.service),
    missing: optional('missing', shape.missing),
    country: optional('country', shape.country),
    origin: optional('origin', shape.origin),
    tag: optional('tag', shape.tag),
    requests: optional('requests', shape.requests),
    since: shape.since.catch(undefined).parse(Number(text('since'))),
    lost: shape.lost.catch(undefined).parse(Number(text('lost'))),
    columns: parameters.has('columns')
      ? customerColumns.filter((known) => columns.includes(known))
      : [...usualColumns],
    sort: shape.sort.catch(defaults.sort).parse(text('sort')),
    direction: shape.direction.catch(defaults.direction).parse(text('direction')),
    limit: pageSizes.find((known) => known === size) ?? defaults.limit,
    cursor: text('cursor').slice(0, 1000) || undefined,
    before: text('before').slice(0, 1000) || undefined,
    open: text('open'),
  }
}
