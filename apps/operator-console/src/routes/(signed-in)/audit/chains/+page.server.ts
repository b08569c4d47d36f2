import { requireSession } from '@entente/site/session'
import { textOf } from '#lib/core/list-href.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const after = textOf(event.url.searchParams, 'after')
  return { after, ...(await event.locals.api.operatorAudit.chains.query({ after })) }
}
