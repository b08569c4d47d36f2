import { idOf } from '@entente/domain/core/id'
import { changeCustomerUserInput, editCustomerUserInput } from '@entente/domain/customer/customer-user'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { listHref } from '@entente/site/list-href'
import { notFound, refusalOf } from '@entente/site/refusal'
import { inArea } from '#lib/customer/area.server.ts'
import { atCustomer, lacksReason, reasonIn } from '#lib/customer/reason.server.ts'
import { rolesTicked } from '#lib/customer/user-state.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const customerUserId = idOf<'customer_user'>()
const notices = ['saved', 'disable', 'enable', 'delete', 'restore'] as const

function userIdIn({ params, locals }: RequestEvent) {
  const id = customerUserId.safeParse(params.user)
  return id.success ? id.data : notFound(locals.t)
}

export const load: PageServerLoad = async (event) => {
  const { api, t } = event.locals
  const found = await inArea(event, 'customer_users.view', async (record) =>
    lacksReason(record, event.url)
      ? null
      : api.customerUsers.get
          .query({ ...atCustomer(event), userId: userIdIn(event) })
          .catch((cause: unknown) =>
            refusalOf(cause)?.code === 'not_found' ? notFound(t) : Promise.reject(cause),
          ),
  )
  return {
    found,
    reason: reasonIn(event.url),
    keys: { update: newIdempotencyKey(), change: newIdempotencyKey(), reset: newIdempotencyKey() },
    notice: notices.find((known) => known === event.url.searchParams.get('done')),
  }
}

const hrefOf = (event: RequestEvent, done: string) =>
  listHref(`/customers/${event.params.id}/users/${event.params.user}`, { done, reason: reasonIn(event.url) })

export const actions: Actions = {
  update: (event) =>
    formAction(event, {
      schema: (values) =>
        editCustomerUserInput.safeParse({ ...values, userId: userIdIn(event), roles: rolesTicked(values) }),
      press: 'common.save',
      send: (input) => event.locals.api.customerUsers.update.mutate({ ...input, ...atCustomer(event) }),
      next: hrefOf(event, 'saved'),
    }),

  change: (event) =>
    formAction(event, {
      schema: ({ act }) => changeCustomerUserInput.safeParse({ act, userId: userIdIn(event) }),
      send: (input) => event.locals.api.customerUsers.change.mutate({ ...input, ...atCustomer(event) }),
      next: (_, { act }) => hrefOf(event, act),
    }),

  /** The response itself shows the password. */
  reset: (event) =>
    formAction(event, {
      press: 'record.users.reset',
      send: (keyed) =>
        event.locals.api.customerUsers.resetPassword.mutate({
          ...{ ...keyed, ...atCustomer(event), userId: userIdIn(event) },
        }),
      next: (answer) => ({
        shown: answer.result === 'shown' ? { userName: answer.userName, password: answer.password } : null,
      }),
    }),
}
