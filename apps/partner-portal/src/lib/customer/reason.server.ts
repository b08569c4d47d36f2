import { accessReason } from '@entente/domain/relationship/access-record'
import { textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'
import type { CustomerRecord } from '#lib/relationship/customer-record.server.ts'

/** Why the person uses the customer's privileges, as the page before said it: it goes along from page to page. */
export const reasonIn = ({ searchParams }: URL): string | undefined =>
  accessReason.safeParse(textOf(searchParams, 'reason') ?? '').data || undefined

/** Whether the customer wants a reason that is not there yet: the page then asks for it first. */
export const lacksReason = ({ reason }: CustomerRecord, url: URL): boolean =>
  reason === 'required' && !reasonIn(url)

/** What every act at the event's customer is posted with. */
export function atCustomer(event: RequestEvent & { params: { id: string } }) {
  requireSession(event)
  const reason = reasonIn(event.url)
  return { id: event.params.id, ...(reason && { reason }) }
}
