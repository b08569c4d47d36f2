import { may } from '@entente/domain/core/permission'
import { removeRolesInput } from '@entente/domain/relationship/role-removal'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { error } from '@sveltejs/kit'
import { refuseOthers } from '#lib/relationship/invitation.ts'
import { postedRemovals } from '#lib/relationship/posted-removal.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { partners, admins } = await event.locals.api.partnerRelationships.list.query()
  const partner = partners.find(({ id }) => id === event.params.partner)
  if (!partner) error(404, 'Not Found')
  if (!may('customer', roles, 'partner_relationships.remove_roles')) refuseOthers(event, admins)
  return { partner, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: (event) => {
    const { api, t } = event.locals
    return formAction(event, {
      schema: (values) => {
        const services = postedRemovals(values)
        const input = removeRolesInput.safeParse({ partnerId: event.params.partner, services })
        if (!input.success) return { success: false, message: t('acceptance.remove_roles.none_chosen') }
        if (values.confirmed !== 'yes')
          return { success: false, message: t('acceptance.remove_roles.not_confirmed') }
        return input
      },
      press: 'acceptance.remove_roles.confirm',
      send: (input) => api.partnerRelationships.removeRoles.mutate(input),
      next: `/partner-relationships?removed=${event.params.partner}`,
    })
  },
}
