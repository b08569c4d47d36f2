import { idOf } from '@entente/domain/core/id'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { z } from 'zod'
import type { PageServerLoad } from './$types'

const place = z.coerce.number().int().min(1).catch(1)

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const chain = idOf<'organisation'>().safeParse(event.params.chain)
  if (!chain.success) notFound(t)
  const from = place.parse(event.url.searchParams.get('from') ?? 1)
  return { report: await api.operatorAudit.verify.query({ chain: chain.data, from }) }
}
