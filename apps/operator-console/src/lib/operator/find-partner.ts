import { idOf } from '@entente/domain/core/id'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'

/** The record of the partner in the URL. Throws the 404 page for an invalid id; the API refuses an unknown one. */
export async function findPartner(event: RequestEvent, id: string) {
  requireSession(event)
  const { api, t } = event.locals
  const wanted = idOf<'organisation'>().safeParse(id)
  if (!wanted.success) notFound(t)
  return api.operatorPartners.get.query({ id: wanted.data })
}
