import { readAccount } from '#lib/partner/partnerships.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const cursor = event.url.searchParams.get('cursor')?.slice(0, 1000) || undefined
  const log = await readAccount(event, (id) =>
    event.locals.api.partnerships.activity.query({ id, cursor, timeZone: event.locals.timeZone }),
  )
  return { log, cursor }
}
