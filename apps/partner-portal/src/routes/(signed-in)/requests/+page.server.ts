import { requestFilters } from '@entente/domain/relationship/request-filter'
import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api } = event.locals
  requireSession(event)
  event.depends('list:requests')
  const cursor = event.url.searchParams.get('cursor')?.slice(0, 1000) || undefined
  const { counter } = await api.relationshipRequest.counter.query()
  const show = requestFilters.find((known) => known === event.url.searchParams.get('show'))
  const log = await api.relationshipRequest.list.query({ cursor, show })
  return { counter, cursor, show, log }
}
