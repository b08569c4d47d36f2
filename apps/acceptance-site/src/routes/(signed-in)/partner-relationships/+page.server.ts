import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { organisation } = requireSession(event)
  const { partners } = await event.locals.api.partnerRelationships.list.query()
  // Only a partner that has really lost a service: a link must not be able to claim a removal that never happened.
  const removed = partners.find(
    ({ id, services }) =>
      id === event.url.searchParams.get('removed') &&
      services.some(({ ended }) => ended?.reason === 'removed_by_customer'),
  )
  return { partners, removed, organisation: organisation?.legalName ?? '' }
}
