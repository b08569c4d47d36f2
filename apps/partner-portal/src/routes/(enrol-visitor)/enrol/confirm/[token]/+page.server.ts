import { confirmSignUp } from '@entente/domain/identity/account'
import { formAction } from '@entente/site/form-action'
import { enter, pendingSignUp, signUpFields } from '@entente/site/sign-up'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, cloud } = event.locals
  const { token } = event.params
  return pendingSignUp(
    event,
    await api.enrolment.workAccountStatus.query({ token }),
    cloud.enrolment.countries,
  )
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      isOpen: true,
      schema: confirmSignUp,
      send: (input) =>
        event.locals.api.enrolment.confirmWorkAccount.mutate({ ...input, token: event.params.token }),
      fields: signUpFields,
      next: (confirmed) => enter(event, confirmed, '/enrol/status'),
    }),
}
