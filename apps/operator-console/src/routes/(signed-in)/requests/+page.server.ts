import { operatorRequestIdInput } from '@entente/domain/operator/operator-request'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import type { Actions, PageServerLoad } from './$types'

const notices = ['asked', 'confirmed', 'withdrawn'] as const

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { requests } = await event.locals.api.operatorRequests.list.query()
  return {
    requests: requests.map((request) => ({
      ...request,
      confirmKey: newIdempotencyKey(),
      withdrawKey: newIdempotencyKey(),
    })),
    done: notices.find((known) => known === event.url.searchParams.get('done')),
  }
}

export const actions: Actions = {
  confirm: (event) =>
    formAction(event, {
      schema: operatorRequestIdInput,
      press: 'operator.requests.confirm',
      send: (input) => event.locals.api.operatorRequests.confirm.mutate(input),
      next: '/requests?done=confirmed',
    }),

  withdraw: (event) =>
    formAction(event, {
      schema: operatorRequestIdInput,
      send: (input) => event.locals.api.operatorRequests.withdraw.mutate(input),
      next: '/requests?done=withdrawn',
    }),
}
