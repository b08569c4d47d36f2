import { idOf } from '@entente/domain/core/id'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const id = idOf<'audit'>().safeParse(event.params.id)
  if (!id.success) notFound(t)
  return { record: await api.operatorAudit.get.query({ id: id.data }) }
}
