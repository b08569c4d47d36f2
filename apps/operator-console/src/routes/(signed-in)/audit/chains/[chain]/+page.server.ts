import { idOf } from '@entente/domain/id'
import { requireSession } from '@entente/site/session'
import { error } from '@sveltejs/kit'
import { z } from 'zod'
import type { PageServerLoad } from './$types'

const place = z.coerce.number().int().min(1).catch(1)

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const chain = idOf<'organisation'>().safeParse(event.params.chain)
  if (!chain.success) error(404, { message: t('errors.not_found'), code: 'not_found' })
  const from = place.parse(event.url.searchParams.get('from') ?? 1)
  return { report: await api.operatorAudit.verify.query({ chain: chain.data, from }) }
}
