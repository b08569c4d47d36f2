import { primaryContactInput } from '@entente/addresses/company-profile'
import { canHappen, isCorrecting } from '@entente/domain/enrolment/enrolment'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { readCompanyForm } from '#lib/enrolment/company-form.server.ts'
import { applicationOf } from '#lib/enrolment/enrolment.server.ts'
import { pathAfterSave } from '#lib/enrolment/enrolment.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const application = await applicationOf(event)
  const { account } = requireSession(event)
  const isChange = canHappen(application.state, 'change_contact')
  if (!isChange && !application.editable.primary_contact) redirect(303, '/enrol/status')
  const me = { name: account.name, email: account.email }
  const isCorrection = isCorrecting(application.state)
  return { application, me, isChange, isCorrection, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: async (event) => {
    const { enrolment } = event.locals.api
    const { state } = await applicationOf(event)
    const isChange = canHappen(state, 'change_contact')
    return formAction(event, {
      schema: (values) => readCompanyForm(event, primaryContactInput, values),
      send: (input) => (isChange ? enrolment.changeContact : enrolment.saveContact).mutate(input),
      fields: { web_mail_address: 'email' },
      next: pathAfterSave,
    })
  },
}
