import { legalProfileInput } from '@entente/addresses/company-profile'
import { addressForm } from '@entente/addresses/postal-address'
import { countryName } from '@entente/i18n/format'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { redirect } from '@sveltejs/kit'
import { readCompanyForm } from '#lib/enrolment/company-form.server.ts'
import { applicationOf } from '#lib/enrolment/enrolment.server.ts'
import { pathAfterSave } from '#lib/enrolment/enrolment.ts'
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
  default: (event) =>
    formAction(event, {
      schema: (values) => readCompanyForm(event, legalProfileInput, values),
      send: (input) => event.locals.api.enrolment.saveLegalProfile.mutate(input),
      next: pathAfterSave,
    }),
}
