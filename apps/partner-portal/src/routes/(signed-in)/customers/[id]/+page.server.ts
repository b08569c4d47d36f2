import { requireSession } from '@entente/site/session'
import { error } from '@sveltejs/kit'
import { findRecord } from '#lib/customer-record.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, cloud, t } = event.locals
  requireSession(event)
  const record = await findRecord(api, event.params.id)
  if (!record) error(404, { message: t('errors.not_found'), code: 'not_found' })
  return { record, agreement: cloud.partnerAgreement.name }
}
