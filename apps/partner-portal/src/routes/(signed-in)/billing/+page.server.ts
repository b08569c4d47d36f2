import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  requireSession(event)
  return event.locals.api.billing.months.query()
}
