import { supportInput } from '@entente/addresses/company-profile'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { redirect } from '@sveltejs/kit'
import { readCompanyForm } from '#lib/enrolment/company-form.server.ts'
import { applicationOf } from '#lib/enrolment/enrolment.server.ts'
import { pathAfterSave } from '#lib/enrolment/enrolment.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const application = await applicationOf(event)
  if (!application.editable.support) redirect(303, '/enrol/status')
  return { application, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => readCompanyForm(event, supportInput, values),
      send: (input) => event.locals.api.enrolment.saveSupport.mutate(input),
      next: pathAfterSave,
    }),
}
