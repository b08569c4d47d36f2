import { supportInput } from '@entente/addresses/company-profile'
import { newIdempotencyKey } from '@entente/site/form'
import { redirect } from '@sveltejs/kit'
import { applicationOf, goToNextStep, sendForm } from '#lib/enrolment/enrolment.server.ts'
import { isDraft } from '#lib/enrolment/enrolment.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const application = await applicationOf(event)
  if (!application.editable.support) redirect(303, '/enrol/status')
  return { application, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: async (event) => {
    const { state, profile } = await applicationOf(event)
    const failure = await sendForm(event, {
      schema: supportInput,
      prepare: (values) => ({ ...values, country: profile.country }),
      send: (input) => event.locals.api.enrolment.saveSupport.mutate(input),
    })
    if (failure) return failure
    return isDraft(state) ? goToNextStep(event) : redirect(303, '/enrol/documents')
  },
}
