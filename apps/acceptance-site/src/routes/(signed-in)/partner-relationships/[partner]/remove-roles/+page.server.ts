import { removeRolesInput } from '@entente/domain/relationship/role-removal'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { readPartnerToDecide } from '#lib/relationship/partner-act.server.ts'
import { backHref } from '#lib/relationship/partner-list.ts'
import { postedRemovals } from '#lib/relationship/posted-removal.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { partner: id } = event.params
  const partner = await readPartnerToDecide(event, id, 'partner_relationships.remove_roles')
  return {
    partner,
    /** The one service that the person came for. */
    service: event.url.searchParams.get('service'),
    back: backHref(event.url, id),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) => {
    const { api, t } = event.locals
    const { partner } = event.params
    return formAction(event, {
      schema: (values) => {
        const services = postedRemovals(values)
        const input = removeRolesInput.safeParse({ partnerId: partner, services })
        if (!input.success) return { success: false, message: t('acceptance.remove_roles.none_chosen') }
        if (values.confirmed !== 'yes')
          return { success: false, message: t('acceptance.remove_roles.not_confirmed') }
        return input
      },
      press: 'acceptance.remove_roles.confirm',
      send: (input) => api.partnerRelationships.removeRoles.mutate(input),
      next: backHref(event.url, partner, { removed: partner }),
    })
  },
}
