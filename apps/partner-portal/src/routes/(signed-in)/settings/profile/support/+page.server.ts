import { supportInput } from '@entente/addresses/company-profile'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { readCompanyForm } from '#lib/enrolment/company-form.server.ts'
import { whyNotAllowed } from '#lib/partner/settings.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  if (whyNotAllowed(event, 'account.edit_support')) redirect(303, '/settings/profile')
  return {
    support: await event.locals.api.partnerAccount.support.query(),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => readCompanyForm(event, supportInput, values),
      send: (input) => event.locals.api.partnerAccount.changeSupport.mutate(input),
      next: '/settings/profile?saved=support',
    }),
}
