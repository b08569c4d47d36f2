import { peopleControlInput } from '@entente/domain/operator/account-control'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { readAct, whyNot } from '#lib/core/act.ts'
import { findCustomer } from '#lib/operator/find-customer.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { customer } = await findCustomer(event)
  const { can } = await event.parent()
  return {
    customer,
    idempotencyKey: newIdempotencyKey(),
    refused: whyNot(event.locals, { isAllowed: can.endSessions, permission: 'accounts.end_sessions' }),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => readAct(peopleControlInput, values, { id: event.params.id }),
      press: 'operator.account.end_sessions.action',
      send: (input) => event.locals.api.operatorCustomers.endSessions.mutate(input),
      next: `/customers/${event.params.id}?ended`,
    }),
}
