import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failWith } from '@entente/site/refusal'
import { redirect } from '@sveltejs/kit'
import { reviewPath } from '#lib/core/paths.ts'
import type { Actions, PageServerLoad } from './$types'

// Opening the page changes nothing, so mail scanners and previews may do so; only its form uses up the link (S7).
export const load: PageServerLoad = async ({ locals, params }) => {
  const { email, organisation } = await locals.api.account.signUpStatus.query({ token: params.token })
  return { email, organisation, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const values = await formValues(request)
    const { idempotencyKey = '' } = values
    const confirmed = await locals.api.account.confirmSignUp
      .mutate({ token: params.token, idempotencyKey })
      .catch((cause) => failWith(cause, locals.t, values))
    if ('status' in confirmed) return confirmed
    if (confirmed.result === 'join_requested') redirect(303, '/confirm/requested')
    const next = confirmed.invitation ? reviewPath(confirmed.invitation) : '/'
    redirect(303, `/sign-in?notice=confirmed&return=${encodeURIComponent(next)}`)
  },
}
