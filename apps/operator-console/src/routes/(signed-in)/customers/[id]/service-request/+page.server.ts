import { idOf } from '@entente/domain/core/id'
import { openByPhoneInput } from '@entente/domain/customer/service-request'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const id = idOf<'organisation'>().safeParse(event.params.id)
  if (!id.success) notFound(t)
  const { customer } = await api.operatorCustomers.get.query({ id: id.data })
  return {
    customer: { id: customer.id, name: customer.legalName },
    ...(await api.operatorServiceRequests.callers.query({ customerId: id.data })),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => openByPhoneInput.safeParse(values),
      send: (input) => event.locals.api.operatorServiceRequests.openByPhone.mutate(input),
      fields: {
        caller_unknown: 'caller',
        privileges_are_there: 'service',
        service_not_for_resellers: 'service',
      },
      next: ({ id }) => `/service-requests/${id}?done=opened`,
    }),
}
