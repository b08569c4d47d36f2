import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { reviewPath } from '#lib/core/paths.ts'
import type { Actions, PageServerLoad } from './$types'

// Opening the page changes nothing, so mail scanners and previews may do so; only its form uses up the link (S7).
export const load: PageServerLoad = async ({ locals, params }) => {
  const { email, organisation } = await locals.api.account.signUpStatus.query({ token: params.token })
  return { email, organisation, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      isOpen: true,
      send: (keyed) => event.locals.api.account.confirmSignUp.mutate({ ...keyed, token: event.params.token }),
      next: ({ result, invitation }) => {
        if (result === 'join_requested') return '/confirm/requested'
        const back = invitation ? reviewPath(invitation) : '/'
        return `/sign-in?notice=confirmed&return=${encodeURIComponent(back)}`
      },
    }),
}
