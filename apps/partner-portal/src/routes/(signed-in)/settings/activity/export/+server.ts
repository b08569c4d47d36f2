import { formatList } from '@entente/i18n/format'
import { csvDownload } from '@entente/site/csv'
import { requireSession } from '@entente/site/session'
import { readFilters, whatHappened, whoActed } from '#lib/partner/activity.ts'
import type { RequestHandler } from './$types'

const rowsPerRead = 500
const columns = [
  'time',
  'what',
  'about',
  'service',
  'reason',
  'access',
  'who',
  'email',
  'roles',
  'code',
] as const

/** Exports the log with the filters of its page (U-16). */
export const GET: RequestHandler = (event) => {
  requireSession(event)
  const { api, t, locale, timeZone } = event.locals
  const { filters } = readFilters(event.url.searchParams)
  return csvDownload(
    event,
    'activity',
    columns.map((column) => t(`settings.activity.column.${column}`)),
    (cursor) => api.partnerAccount.activity.query({ ...filters, cursor, limit: rowsPerRead, timeZone }),
    ({ entries }) =>
      entries.map((entry) => [
        new Date(entry.at).toISOString(),
        whatHappened(t, entry.action),
        entry.viewed ? t(`portal.nav.${entry.viewed}`) : entry.about.join('; '),
        entry.access?.serviceName ?? '',
        entry.access?.reason ?? '',
        entry.access?.id ?? '',
        whoActed(t, entry),
        entry.person?.email ?? '',
        entry.person
          ? formatList(
              locale,
              entry.roles.map((role) => t(`common.role.${role}`)),
            )
          : '',
        entry.action,
      ]),
  )
}
