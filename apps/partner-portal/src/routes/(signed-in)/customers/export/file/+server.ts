import { csvDownload } from '@entente/site/csv'
import { requireSession } from '@entente/site/session'
import { columnLabel } from '#lib/relationship/customer-list-query.ts'
import type { RequestHandler } from './$types'

/** The file of the person's finished export, piece by piece as the worker wrote it. */
export const GET: RequestHandler = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const asked = await api.customerExports.latest.query()
  const columns = asked?.columns ?? []
  return csvDownload(
    event,
    'customers',
    [t('portal.customers.column.name'), ...columns.map((column) => t(columnLabel(column)))],
    (cursor) => api.customerExports.part.query({ cursor }),
    ({ rows }) => rows,
  )
}
