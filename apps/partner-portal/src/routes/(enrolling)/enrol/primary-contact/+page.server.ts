import { primaryContactInput } from '@entente/addresses/company-profile'
import { canHappen } from '@entente/domain/enrolment/enrolment'
import type { FormValues } from '@entente/site/form'
import { newIdempotencyKey } from '@entente/site/form'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { applicationOf, goToNextStep, sendForm } from '#lib/enrolment/enrolment.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const application = await applicationOf(event)
  const { account } = requireSession(event)
  const isChange = canHappen(application.state, 'change_contact')
  if (!isChange && !application.editable.primary_contact) redirect(303, '/enrol/status')
  const me = { name: account.name, email: account.email }
  return { application, me, isChange, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: async (event) => {
    const { enrolment } = event.locals.api
    const { account } = requireSession(event)
    const { state, profile } = await applicationOf(event)
    const isChange = canHappen(state, 'change_contact')
    // For the person themselves, name and address come from their account.
    const prepare = (values: FormValues) => ({
      ...values,
      ...(values.who === 'me' && { name: account.name, email: account.email }),
      country: profile.country,
    })
    const failure = await sendForm(event, {
      schema: primaryContactInput,
      prepare,
      send: (input) => (isChange ? enrolment.changeContact : enrolment.saveContact).mutate(input),
      fields: { web_mail_address: 'email' },
    })
    if (failure) return failure
    return isChange ? redirect(303, '/enrol/status') : goToNextStep(event)
  },
}
