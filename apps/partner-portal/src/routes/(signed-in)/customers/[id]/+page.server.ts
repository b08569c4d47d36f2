import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { findRecord } from '#lib/relationship/customer-record.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, cloud, t } = event.locals
  requireSession(event)
  const record = await findRecord(api, event.params.id)
  if (!record) notFound(t)
  const endRequest = await api.endRequests.atCustomer.query({ id: record.id })
  return {
    record,
    endRequest: endRequest?.status === 'open' ? endRequest : null,
    agreement: cloud.agreements.partner.name,
    isJustRemoved: event.url.searchParams.has('removed') && record.removed !== null,
  }
}
