import { textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import { readFilters } from '#lib/audit/audit-filters.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const cursor = textOf(event.url.searchParams, 'cursor', 1000)
  const { filters, isReadable } = readFilters(event.url.searchParams)
  return {
    cursor,
    filters,
    isReadable,
    ...(await readList(event.url, 'records', (place) =>
      event.locals.api.operatorAudit.list.query({
        ...filters,
        cursor,
        timeZone: event.locals.timeZone,
        ...place,
      }),
    )),
  }
}
