import { may } from '@entente/domain/core/permission'
import { removeAllRolesInput } from '@entente/domain/relationship/role-removal'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { refuseOthers } from '#lib/relationship/invitation.ts'
import { postedHolders } from '#lib/relationship/posted-holders.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { partnerRelationships } = event.locals.api
  if (!may('customer', roles, 'partner_relationships.remove_roles')) {
    const { admins } = await partnerRelationships.list.query({ limit: 1 })
    refuseOthers(event, admins)
  }
  return { holders: await partnerRelationships.holders.query(), idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) =>
        removeAllRolesInput.safeParse({
          holders: postedHolders(values).map(({ service, holder: partnerId }) => ({ service, partnerId })),
        }),
      press: 'acceptance.remove_all.confirm',
      send: (input) => event.locals.api.partnerRelationships.removeAllRoles.mutate(input),
      next: '/partner-relationships?removed=all',
    }),
}
