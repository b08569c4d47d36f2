import { requireSession } from '@entente/site/session'
import { textOf } from '#lib/core/list-href.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const search = textOf(event.url.searchParams, 'search')
  const cursor = textOf(event.url.searchParams, 'cursor', 1000)
  const list = await event.locals.api.operatorPartners.list.query({ search, cursor })
  return { search, cursor, ...list }
}
