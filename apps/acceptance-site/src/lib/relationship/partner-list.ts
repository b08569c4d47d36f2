import { type PartnerState, partnerStates } from '@entente/domain/relationship/partner-list'
import type { Api } from '@entente/site/api'

type Outputs = Api['partnerRelationships']
export type PartnerRow = Awaited<ReturnType<Outputs['list']['query']>>['partners'][number]
export type PartnerService = PartnerRow['services'][number]
export type PartnerPage = Awaited<ReturnType<Outputs['get']['query']>>['partner']

/** The list's state, as the URL keeps it (U4). */
export type ListState = {
  search: string
  service: string
  state: PartnerState | undefined
  cursor: string | undefined
}

/** Reads the state from the URL. Invalid values are ignored, so that a truncated URL still shows the list. */
export function readListState(parameters: URLSearchParams): ListState {
  const text = (name: string, max: number) => (parameters.get(name) ?? '').trim().slice(0, max)
  return {
    search: text('search', 200),
    service: text('service', 50),
    state: partnerStates.find((known) => known === parameters.get('state')),
    cursor: text('cursor', 1000) || undefined,
  }
}

const queryOf = (state: Record<string, string | undefined>): string =>
  `${new URLSearchParams(Object.entries(state).filter((entry): entry is [string, string] => Boolean(entry[1])))}`

/** The URL of the list in another state. A new search or filter starts at the first page. */
export function listHref(state: ListState, change: Partial<ListState> & Outcome = {}): string {
  const query = queryOf({ ...state, cursor: undefined, ...change })
  return query ? `/partner-relationships?${query}` : '/partner-relationships'
}

/** What an act that the person comes back from has done: to a partner by its id, or to all of them. */
export type Outcome = { removed?: string; moved?: string }

type Act = 'remove-roles' | 'move' | 'give'

/** The page of an act on a partner, for one service or for all. From the list it leads back to the list as it was (U4). */
export function actHref(
  act: Act,
  partnerId: string,
  { service, list }: { service?: string; list?: ListState },
) {
  const query = queryOf({ service, from: list && (queryOf(list) || 'list') })
  return `/partner-relationships/${partnerId}/${act}${query ? `?${query}` : ''}`
}

/** Where an act's page came from, and leads back to: the list as it was, or the partner's own page. */
export function backHref({ searchParams }: URL, partnerId: string, outcome: Outcome = {}): string {
  const from = searchParams.get('from')
  if (from !== null) {
    const state = readListState(new URLSearchParams(from))
    return listHref(state, { cursor: state.cursor, ...outcome })
  }
  const query = queryOf(outcome)
  return `/partner-relationships/${partnerId}${query ? `?${query}` : ''}`
}

/** For how long a page says of a change that it is in effect from now on. */
const freshForMs = 10 * 60_000

/** Whether something happened just before the page was made: a link must not be able to claim what never happened. */
export const isFresh = (at: Date | string | null | undefined, renderedAt: Date | string | number): boolean =>
  Boolean(at) && new Date(renderedAt).getTime() - new Date(at ?? 0).getTime() < freshForMs

/** Whether the customer took this service's privileges away just now. */
export const isRemovedNow = ({ ended }: PartnerService, renderedAt: Date | string | number): boolean =>
  ended?.reason === 'removed_by_customer' && isFresh(ended.at, renderedAt)
