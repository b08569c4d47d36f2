import { idOf } from '@entente/domain/core/id'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, t } = event.locals
  requireSession(event)
  const wanted = idOf<'relationship'>().safeParse(event.params.id)
  if (!wanted.success) notFound(t)
  const cursor = event.url.searchParams.get('cursor')?.slice(0, 1000) || undefined
  const history = await api.customers.history.query({ id: wanted.data, cursor }).catch((cause: unknown) => {
    if (refusalOf(cause)?.code === 'not_found') notFound(t)
    throw cause
  })
  return { history, cursor }
}
