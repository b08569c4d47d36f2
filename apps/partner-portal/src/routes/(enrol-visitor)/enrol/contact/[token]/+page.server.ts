import { confirmContactInput } from '@entente/domain/enrolment/enrolment-input'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import type { Actions, PageServerLoad } from './$types'

// Opening this page proves nothing and changes nothing: mail scanners open it too (R-101, S7).
export const load: PageServerLoad = async ({ locals, params }) => ({
  ...(await locals.api.enrolment.contactStatus.query({ token: params.token })),
  timeZone: locals.timeZone,
  idempotencyKey: newIdempotencyKey(),
})

export const actions: Actions = {
  confirm: (event) =>
    formAction(event, {
      isOpen: true,
      schema: ({ signedUp, addressIsOurs }) =>
        confirmContactInput.safeParse({
          token: event.params.token,
          signedUp: signedUp === 'on',
          addressIsOurs: addressIsOurs === 'on',
        }),
      send: (input) => event.locals.api.enrolment.confirmContact.mutate(input),
      next: event.url.pathname,
    }),

  deny: (event) =>
    formAction(event, {
      isOpen: true,
      send: (keyed) => event.locals.api.enrolment.denyContact.mutate({ ...keyed, token: event.params.token }),
      next: event.url.pathname,
    }),
}
