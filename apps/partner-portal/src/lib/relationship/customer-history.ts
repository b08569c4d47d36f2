import type { HistoryEvent } from '@entente/domain/relationship/customer-history'

/** The page of what an event of a customer's history is about. */
export function historyHref(customer: string, { id, event }: Pick<HistoryEvent, 'id' | 'event'>) {
  if (event === 'asked_sent' || event === 'asked_prepared') return `/requests/${id}`
  if (event === 'accepted' || event === 'reinstated' || event === 'granted')
    return `/customers/${customer}/receipts/${id}`
  if (event.startsWith('end_')) return `/customers/${customer}/end-request`
  if (event.startsWith('renegotiation_')) return `/customers/${customer}/renegotiation`
  return undefined
}
