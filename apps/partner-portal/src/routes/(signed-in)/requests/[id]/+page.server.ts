import { idOf } from '@entente/domain/id'
import { requireSession } from '@entente/site/session'
import { error } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, t } = event.locals
  requireSession(event)
  event.depends('list:requests')
  const id = idOf<'request'>().safeParse(event.params.id)
  if (!id.success) error(404, { message: t('errors.not_found'), code: 'not_found' })
  const { counter } = await api.relationshipRequest.counter.query()
  const entry = await api.relationshipRequest.get.query({ id: id.data })
  return { counter, entry, isJustSent: event.url.searchParams.has('sent') }
}
