import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failWith } from '@entente/site/refusal'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

// Opening the page changes nothing, so mail scanners and previews may do so; only its form uses up the link (S7).
export const load: PageServerLoad = async ({ locals, params }) => {
  const { email, organisation } = await locals.api.enrolment.workAccountStatus.query({ token: params.token })
  return { email, organisation, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const values = await formValues(request)
    const { idempotencyKey = '' } = values
    try {
      await locals.api.enrolment.confirmWorkAccount.mutate({ token: params.token, idempotencyKey })
    } catch (cause) {
      return failWith(cause, locals.t, values)
    }
    redirect(303, '/sign-in?notice=confirmed&return=%2Fenrol%2Fstatus')
  },
}
