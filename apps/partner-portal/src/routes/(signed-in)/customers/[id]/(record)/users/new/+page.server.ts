import { createCustomerUserInput } from '@entente/domain/customer/customer-user'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { atCustomer, lacksReason, reasonIn } from '#lib/customer/reason.server.ts'
import { rolesTicked } from '#lib/customer/user-state.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ parent, url }) => ({
  idempotencyKey: newIdempotencyKey(),
  reason: reasonIn(url),
  isReasonAsked: lacksReason((await parent()).record, url),
})

export const actions: Actions = {
  /** The response itself shows the password, which never goes into a cookie, a URL or a store. */
  default: (event) =>
    formAction(event, {
      schema: (values) => createCustomerUserInput.safeParse({ ...values, roles: rolesTicked(values) }),
      press: 'record.users.create',
      send: (input) => event.locals.api.customerUsers.create.mutate({ ...input, ...atCustomer(event) }),
      fields: { customer_user_name_taken: 'userName' },
      next: (answer, { displayName }) => ({
        displayName,
        shown: answer.result === 'shown' ? { userName: answer.userName, password: answer.password } : null,
      }),
    }),
}
