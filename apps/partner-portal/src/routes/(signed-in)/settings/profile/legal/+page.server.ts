import { legalProfileInput } from '@entente/addresses/company-profile'
import { addressForm } from '@entente/addresses/postal-address'
import { submitInput as versionInput } from '@entente/domain/enrolment/enrolment-input'
import { countryName } from '@entente/i18n/format'
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
  const { country } = verified
  return {
    version,
    profile: pending ?? verified,
    country: countryName(event.locals.locale, country),
    address: addressForm(country),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => readCompanyForm(event, legalProfileInput.safeExtend(versionInput.shape), values),
      send: (input) => event.locals.api.partnerAccount.changeProfile.mutate(input),
      next: ({ isChanged }) => `/settings/profile?saved=${isChanged ? 'profile' : 'nothing'}`,
    }),
}
