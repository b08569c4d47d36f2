import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { organisation } = requireSession(event)
  const { partners } = await event.locals.api.partnerRelationships.list.query()
  // Said only of a partner that holds something no more: a link cannot claim a removal that never was.
  const removed = partners.find(
    ({ id, services }) =>
      id === event.url.searchParams.get('removed') && services.some(({ removedAt }) => removedAt),
  )
  return { partners, removed, organisation: organisation?.legalName ?? '' }
}
