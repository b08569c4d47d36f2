import type { Translate } from '@entente/i18n/translate'
import type { Api } from '@entente/site/api'

type Row = Awaited<ReturnType<Api['relationshipRequest']['list']['query']>>['rows'][number]
type Named = Pick<Row, 'kind' | 'address' | 'preparedFor' | 'customerName' | 'subject'>

/** Whom a row of **Requests** is about. */
export const nameOfRow = (t: Translate, row: Named): string =>
  row.address ??
  row.preparedFor ??
  row.customerName ??
  (row.kind === 'prepared' ? t('portal.requests.recipients.own_mailbox') : row.subject)

/** The page of a row: its request or, for an answer without one, its customer. A decline without a request has none. */
export function hrefOfRow({ requestId, relationshipId }: Pick<Row, 'requestId' | 'relationshipId'>) {
  if (requestId) return `/requests/${requestId}`
  return relationshipId ? `/customers/${relationshipId}` : undefined
}
