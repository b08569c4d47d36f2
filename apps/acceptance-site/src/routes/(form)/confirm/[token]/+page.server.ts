import { confirmSignUp } from '@entente/domain/identity/account'
import { formAction } from '@entente/site/form-action'
import { enter, pendingSignUp, signUpFields } from '@entente/site/sign-up'
import { reviewPath } from '#lib/core/paths.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, cloud } = event.locals
  const { token } = event.params
  return pendingSignUp(event, await api.account.signUpStatus.query({ token }), cloud.customers.countries)
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      isOpen: true,
      schema: confirmSignUp,
      send: (input) => event.locals.api.account.confirmSignUp.mutate({ ...input, token: event.params.token }),
      fields: signUpFields,
      next: (confirmed) => {
        if (confirmed.outcome === 'join_requested') return '/confirm/requested'
        const invitation = 'invitation' in confirmed ? confirmed.invitation : null
        return enter(event, confirmed, invitation ? reviewPath(invitation) : '/')
      },
    }),
}
