import { idOf } from '@entente/domain/core/id'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'

/** The customer in the URL. Throws the 404 page for an invalid id; the API refuses an unknown one. */
export function findCustomer(event: RequestEvent & { params: { id: string } }) {
  requireSession(event)
  const { api, t } = event.locals
  const id = idOf<'organisation'>().safeParse(event.params.id)
  if (!id.success) notFound(t)
  return api.operatorCustomers.get.query({ id: id.data })
}
