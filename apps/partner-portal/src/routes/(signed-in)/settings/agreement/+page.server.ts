import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { agreement, signatures } = await event.locals.api.partnerAccount.get.query()
  return { agreement, signatures }
}
