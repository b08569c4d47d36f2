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

type Answered = { relationshipId: string | null; partnershipId: string | null }

/** The page of the company that accepted. */
export function hrefOfAnswer({ relationshipId, partnershipId }: Answered) {
  if (partnershipId) return `/indirect-resellers/${partnershipId}`
  return relationshipId ? `/customers/${relationshipId}` : undefined
}

/** The page of a row: its request or, for an answer without one, its customer. A decline without a request has none. */
export const hrefOfRow = ({ requestId, ...answered }: Answered & Pick<Row, 'requestId'>) =>
  requestId ? `/requests/${requestId}` : hrefOfAnswer(answered)
