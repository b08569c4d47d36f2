import { legalProfileInput } from '@entente/addresses/company-profile'
import { addressForm } from '@entente/addresses/postal-address'
import { submitInput as versionInput } from '@entente/domain/enrolment/enrolment-input'
import { countryName } from '@entente/i18n/format'
import { newIdempotencyKey } from '@entente/site/form'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { sendForm } from '#lib/enrolment/enrolment.server.ts'
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
  default: async (event) => {
    const country = requireSession(event).organisation?.country
    let isChanged = false
    const failure = await sendForm(event, {
      schema: legalProfileInput.safeExtend(versionInput.shape),
      prepare: (values) => ({ ...values, country }),
      send: async (input) => {
        isChanged = (await event.locals.api.partnerAccount.changeProfile.mutate(input)).isChanged
      },
    })
    return failure ?? redirect(303, `/settings/profile?saved=${isChanged ? 'profile' : 'nothing'}`)
  },
}
