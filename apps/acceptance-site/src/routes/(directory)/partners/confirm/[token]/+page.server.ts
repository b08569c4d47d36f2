import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import type { Actions, PageServerLoad } from './$types'

// Opening this page confirms nothing: mail scanners open it too (S7).
export const load: PageServerLoad = async ({ locals, params }) => ({
  ...(await locals.api.referrals.askStatus.query({ token: params.token })),
  idempotencyKey: newIdempotencyKey(),
})

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      isOpen: true,
      send: (keyed) => event.locals.api.referrals.confirm.mutate({ ...keyed, token: event.params.token }),
      next: event.url.pathname,
    }),
}
