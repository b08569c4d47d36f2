import { csvDownload } from '@entente/site/csv'
import { requireSession } from '@entente/site/session'
import { readFilters, whatWasDone } from '#lib/relationship/access-log.ts'
import type { RequestHandler } from './$types'

const columns = ['when', 'partner', 'who', 'what', 'service', 'reason', 'id'] as const

/** Exports the access log with the filters of its page. */
export const GET: RequestHandler = (event) => {
  requireSession(event)
  const { api, t, timeZone } = event.locals
  const { filters } = readFilters(event.url.searchParams)
  return csvDownload(
    event,
    'access-log',
    columns.map((column) => t(`acceptance.access.column.${column}`)),
    (cursor) => api.accessLog.list.query({ ...filters, cursor, limit: 500, timeZone }),
    ({ entries }) =>
      entries.map(({ id, at, person, partnerName, reason, ...act }) => [
        new Date(at).toISOString(),
        partnerName,
        person,
        whatWasDone(t, act),
        act.serviceName ?? '',
        reason ?? '',
        id,
      ]),
  )
}
