import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { findRecord } from '#lib/relationship/customer-record.server.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async (event) => {
  const { api, t } = event.locals
  requireSession(event)
  return { record: (await findRecord(api, event.params.id)) ?? notFound(t) }
}
