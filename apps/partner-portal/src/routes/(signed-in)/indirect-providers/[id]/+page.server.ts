import { formAction } from '@entente/site/form-action'
import { loadPartnership, partnershipId } from '#lib/partner/partnerships.server.ts'
import type { Actions } from './$types'

export const load = loadPartnership

export const actions: Actions = {
  removeAccess: (event) =>
    formAction(event, {
      press: 'portal.partnership.remove_access.submit',
      send: (keyed) =>
        event.locals.api.partnerships.removeAccess.mutate({ ...keyed, id: partnershipId(event) }),
      next: `${event.url.pathname}?access-removed`,
    }),
}
