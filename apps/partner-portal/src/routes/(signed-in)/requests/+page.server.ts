import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api } = event.locals
  requireSession(event)
  event.depends('list:requests')
  const cursor = event.url.searchParams.get('cursor')?.slice(0, 1000) || undefined
  const { counter } = await api.relationshipRequest.counter.query()
  const log = await api.relationshipRequest.list.query({ cursor })
  return { counter, cursor, log }
}
