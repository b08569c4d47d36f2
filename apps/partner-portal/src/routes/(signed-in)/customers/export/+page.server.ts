import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  event.depends('customers:export')
  return { asked: await event.locals.api.customerExports.latest.query() }
}
