import { nextDay, startOfDay } from '@entente/domain/core/local-day'
import { pageSizes } from '@entente/domain/core/page-sizes'
import { type RequestListInput, requestListInput } from '@entente/domain/relationship/relationship-request'
import { z } from 'zod'
import { defaultSize, type RequestListState } from './request-list-query.ts'

const { shape } = requestListInput

/** Reads the state from the URL; invalid values are ignored. */
export function readListState(parameters: URLSearchParams): RequestListState {
  const text = (name: keyof RequestListState) => parameters.get(name) ?? ''
  const day = (name: 'from' | 'until') => z.iso.date().optional().catch(undefined).parse(text(name))
  return {
    search: text('search').trim().slice(0, 200),
    state: shape.state.catch(undefined).parse(text('state')),
    show: shape.show.catch(undefined).parse(text('show')),
    author: shape.author.catch(undefined).parse(text('author')),
    from: day('from'),
    until: day('until'),
    limit: pageSizes.find((size) => String(size) === text('limit')) ?? defaultSize,
    cursor: text('cursor').slice(0, 1000) || undefined,
    before: text('before').slice(0, 1000) || undefined,
    open: text('open'),
  }
}

/** What the API is asked for. */
export const wishOf = (
  { open: _, search, from, until, ...wish }: RequestListState,
  timeZone: string,
): RequestListInput => ({
  ...wish,
  timeZone,
  search: search || undefined,
  since: from && startOfDay(from, timeZone).toISOString(),
  until: until && startOfDay(nextDay(until), timeZone).toISOString(),
})
