import { may } from '@entente/domain/core/permission'
import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import { readFilters } from '#lib/relationship/access-log.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { api, timeZone } = event.locals
  const { searchParams } = event.url
  const cursor = searchParams.get('cursor')?.slice(0, 1000) || undefined
  const { filters, isReadable } = readFilters(searchParams)
  const frame = await api.accessLog.frame.query()
  const log = await readList(event.url, 'entries', (place) =>
    api.accessLog.list.query({ ...filters, cursor, timeZone, ...place }),
  )
  const mayChange = may('customer', roles, 'access_rule.change')
  return { cursor, filters, isReadable, frame, log, mayChange, isSaved: searchParams.has('saved') }
}
