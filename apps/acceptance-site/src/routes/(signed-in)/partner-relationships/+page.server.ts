import { may } from '@entente/domain/core/permission'
import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { organisation, roles } = requireSession(event)
  const { partners, admins } = await event.locals.api.partnerRelationships.list.query()
  // Only a partner that has really lost a service: a link must not be able to claim a removal that never happened.
  const removed = partners.find(
    ({ id, services }) =>
      id === event.url.searchParams.get('removed') &&
      services.some(({ ended }) => ended?.reason === 'removed_by_customer'),
  )
  const mayDecide = may('customer', roles, 'partner_relationships.remove_roles')
  return { partners, removed, organisation: organisation?.legalName ?? '', admins, mayDecide }
}
