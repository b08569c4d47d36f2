import { idOf } from '@entente/domain/core/id'
import { csvDownload } from '@entente/site/csv'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { faultText } from '#lib/customer/import-words.ts'
import type { RequestHandler } from './$types'

/** The rows that were not taken, as they stand in the file, with what is wrong with them (U9). */
export const GET: RequestHandler = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const id = idOf<'customer_import'>().safeParse(event.params.id)
  if (!id.success) notFound(t)
  const { columns } = await api.customerImports.get.query({ id: id.data })
  return csvDownload(
    event,
    'customers-rest',
    [...columns, t('portal.imports.rest.problem')],
    async (cursor) => {
      const after = Number(cursor ?? 0)
      const page = await api.customerImports.rows.query({ id: id.data, state: 'rest', after, limit: 100 })
      return { rows: page.rows, nextCursor: page.next === null ? null : String(page.next) }
    },
    ({ rows }) =>
      rows.map(({ fields, faults }) => [
        ...columns.map((_, at) => fields[at] ?? ''),
        ...fields.slice(columns.length),
        faults.map((fault) => faultText(t, fault)).join(' '),
      ]),
  )
}
