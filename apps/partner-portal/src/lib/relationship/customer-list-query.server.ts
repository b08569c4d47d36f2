import { pageSizes } from '@entente/domain/core/page-sizes'
import { customerListInput } from '@entente/domain/relationship/customer-list'
import { customerColumns, usualColumns } from '@entente/domain/relationship/customer-list-sizes'
import { z } from 'zod'
import { defaults, type ListState } from './customer-list-query.ts'

const { shape } = customerListInput
const optional = <Value>(of: z.ZodType<Value>) => of.optional().catch(undefined)
const days = <Value>(of: z.ZodType<Value>) => z.preprocess((text) => text && Number(text), optional(of))
const choices = z.object({
  service: optional(shape.service),
  missing: optional(shape.missing),
  country: optional(shape.country),
  origin: optional(shape.origin),
  tag: optional(shape.tag),
  requests: optional(shape.requests),
  since: days(shape.since),
  lost: days(shape.lost),
  sort: shape.sort.catch(defaults.sort),
  direction: shape.direction.catch(defaults.direction),
})
const names = Object.keys(choices.shape)

/** Reads the state from the URL. Invalid values are ignored, so that a truncated URL still shows the list. */
export function readListState(parameters: URLSearchParams): ListState {
  const text = (name: string) => parameters.get(name) ?? ''
  const columns = parameters.getAll('columns').flatMap((value) => value.split(','))
  const size = Number(text('limit'))
  return {
    search: text('search').trim().slice(0, 200),
    ...choices.parse(Object.fromEntries(names.map((name) => [name, text(name) || undefined]))),
    columns: parameters.has('columns')
      ? customerColumns.filter((known) => columns.includes(known))
      : [...usualColumns],
    limit: pageSizes.find((known) => known === size) ?? defaults.limit,
    cursor: text('cursor').slice(0, 1000) || undefined,
    before: text('before').slice(0, 1000) || undefined,
    open: text('open'),
  }
}
