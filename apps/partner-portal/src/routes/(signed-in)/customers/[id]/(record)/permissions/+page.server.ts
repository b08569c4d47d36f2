import { purchasePermissionInput } from '@entente/domain/customer/purchase-permission'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { inArea } from '#lib/customer/area.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, parent, url }) => ({
  permission: await inArea({ parent }, 'customer_purchases.view', ({ id }) =>
    api.customerPurchases.permission.query({ id }),
  ),
  idempotencyKey: newIdempotencyKey(),
  isChanged: url.searchParams.has('changed'),
})

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: ({ isOn }) => purchasePermissionInput.safeParse({ id: event.params.id, isOn: isOn === 'true' }),
      press: ({ isOn }) => (isOn === 'true' ? 'record.purchases.allow' : 'record.purchases.forbid'),
      send: (input) => event.locals.api.customerPurchases.permit.mutate(input),
      next: `/customers/${event.params.id}/permissions?changed`,
    }),
}
