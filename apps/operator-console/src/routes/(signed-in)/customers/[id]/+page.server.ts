import { idOf } from '@entente/domain/core/id'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const id = idOf<'organisation'>().safeParse(event.params.id)
  if (!id.success) notFound(t)
  return api.operatorAccounts.customer.query({ id: id.data })
}
