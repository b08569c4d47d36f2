import { primaryContactInput } from '@entente/addresses/company-profile'
import { submitInput as versionInput } from '@entente/domain/enrolment/enrolment-input'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { readCompanyForm } from '#lib/enrolment/company-form.server.ts'
import { whyNotAllowed } from '#lib/partner/settings.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  if (whyNotAllowed(event, 'account.edit')) redirect(303, '/settings/profile')
  const { version, verified, pending } = await event.locals.api.partnerAccount.get.query()
  return { version, profile: pending ?? verified, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => readCompanyForm(event, primaryContactInput.and(versionInput), values),
      send: (input) => event.locals.api.partnerAccount.changeContact.mutate(input),
      fields: { web_mail_address: 'email' },
      next: ({ isChanged }) => `/settings/profile?saved=${isChanged ? 'contact' : 'nothing'}`,
    }),
}
