import { readFilters } from '#lib/partner/activity.ts'
import { readAccount } from '#lib/partner/partnerships.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url
  const cursor = searchParams.get('cursor')?.slice(0, 1000) || undefined
  const { filters, isReadable } = readFilters(searchParams)
  const log = await readAccount(event, (id) =>
    event.locals.api.partnerships.activity.query({ ...filters, id, cursor, timeZone: event.locals.timeZone }),
  )
  return { log, cursor, filters, isReadable }
}
