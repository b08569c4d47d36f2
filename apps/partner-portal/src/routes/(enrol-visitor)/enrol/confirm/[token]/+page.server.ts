import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import type { Actions, PageServerLoad } from './$types'

// Opening the page changes nothing, so mail scanners and previews may do so; only its form uses up the link (S7).
export const load: PageServerLoad = async ({ locals, params }) => {
  const { email, organisation } = await locals.api.enrolment.workAccountStatus.query({ token: params.token })
  return { email, organisation, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      isOpen: true,
      send: (keyed) =>
        event.locals.api.enrolment.confirmWorkAccount.mutate({ ...keyed, token: event.params.token }),
      next: '/sign-in?notice=confirmed&return=%2Fenrol%2Fstatus',
    }),
}
