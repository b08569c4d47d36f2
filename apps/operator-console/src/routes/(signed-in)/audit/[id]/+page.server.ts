import { idOf } from '@entente/domain/id'
import { requireSession } from '@entente/site/session'
import { error } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const id = idOf<'audit'>().safeParse(event.params.id)
  if (!id.success) error(404, { message: t('errors.not_found'), code: 'not_found' })
  return { record: await api.operatorAudit.get.query({ id: id.data }) }
}
