import { legalProfileInput } from '@entente/addresses/company-profile'
import { addressForm } from '@entente/addresses/postal-address'
import { countryName } from '@entente/i18n/format'
import { newIdempotencyKey } from '@entente/site/form'
import { redirect } from '@sveltejs/kit'
import { applicationOf, goToNextStep, sendForm } from '#lib/enrolment/enrolment.server.ts'
import { isDraft } from '#lib/enrolment/enrolment.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const application = await applicationOf(event)
  if (!application.editable.legal_profile) redirect(303, '/enrol/status')
  const { country } = application.profile
  return {
    application,
    country: countryName(event.locals.locale, country),
    address: addressForm(country),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: async (event) => {
    const { state, profile } = await applicationOf(event)
    const failure = await sendForm(event, {
      schema: legalProfileInput,
      prepare: (values) => ({ ...values, country: profile.country }),
      send: (input) => event.locals.api.enrolment.saveLegalProfile.mutate(input),
    })
    if (failure) return failure
    return isDraft(state) ? goToNextStep(event) : redirect(303, '/enrol/documents')
  },
}
