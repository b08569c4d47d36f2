import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  return {
    agreements: await event.locals.api.operatorAgreements.get.query(),
    isAsked: event.url.searchParams.has('asked'),
  }
}
