import { workAccountInput } from '@entente/domain/enrolment/enrolment-input'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { signUpCountries, signUpFields } from '@entente/site/sign-up'
import { redirect } from '@sveltejs/kit'
import { chosenKind } from '#lib/partner/partner-kind.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  const kind = chosenKind(event)
  const { cloud, locale, session } = event.locals
  if (session) redirect(303, `/enrol/start?kind=${kind}`)
  const countries = signUpCountries(locale, cloud.enrolment.countries)
  return { kind, countries, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: (event) => {
    const kind = chosenKind(event)
    return formAction(event, {
      isOpen: true,
      schema: workAccountInput,
      send: (input) => event.locals.api.enrolment.createWorkAccount.mutate({ ...input, kind }),
      fields: signUpFields,
      next: '/enrol/check-mail',
    })
  },
}
