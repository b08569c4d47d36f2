import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import { readFilters } from '#lib/partner/activity.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { searchParams } = event.url
  const cursor = searchParams.get('cursor')?.slice(0, 1000) || undefined
  const { filters, isReadable } = readFilters(searchParams)
  const log = await readList(event.url, 'entries', (place) =>
    event.locals.api.partnerAccount.activity.query({
      ...filters,
      cursor,
      timeZone: event.locals.timeZone,
      ...place,
    }),
  )
  return { cursor, filters, isReadable, log }
}
