import { may } from '@entente/domain/permission'
import { requireSession } from '@entente/site/session'
import type { LayoutServerLoad } from './$types'

/** What the person's roles may do. Pages hide the rest or say which role it takes; the API decides for itself. */
export const load: LayoutServerLoad = (event) => {
  const { roles, organisation } = requireSession(event)
  return {
    can: {
      viewCustomers: may('partner', roles, 'customers.view'),
      viewLog: may('partner', roles, 'relationship_request.view_log'),
      request: may('partner', roles, 'relationship_request.prepare'),
    },
    isSuspended: organisation?.status === 'suspended',
  }
}
