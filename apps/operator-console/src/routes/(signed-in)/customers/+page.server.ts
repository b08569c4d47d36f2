import { textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const search = textOf(event.url.searchParams, 'search')
  const cursor = textOf(event.url.searchParams, 'cursor', 1000)
  const list = await event.locals.api.operatorCustomers.list.query({ search, cursor })
  return { search, cursor, ...list }
}
