import { textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const after = textOf(event.url.searchParams, 'after')
  return { after, ...(await event.locals.api.operatorAudit.chains.query({ after })) }
}
