import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { organisation } = requireSession(event)
  const { partners } = await event.locals.api.partnerRelationships.list.query()
  return { partners, organisation: organisation?.legalName ?? '' }
}
