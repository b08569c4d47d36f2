import { primaryContactInput } from '@entente/addresses/company-profile'
import { submitInput as versionInput } from '@entente/domain/enrolment/enrolment-input'
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
  return { version, profile: pending ?? verified, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: async (event) => {
    const { account, organisation } = requireSession(event)
    let isChanged = false
    const failure = await sendForm(event, {
      schema: primaryContactInput.and(versionInput),
      // For the person themselves, name and address come from their account.
      prepare: (values) => ({
        ...values,
        ...(values.who === 'me' && { name: account.name, email: account.email }),
        country: organisation?.country,
      }),
      send: async (input) => {
        isChanged = (await event.locals.api.partnerAccount.changeContact.mutate(input)).isChanged
      },
      fields: { web_mail_address: 'email' },
    })
    return failure ?? redirect(303, `/settings/profile?saved=${isChanged ? 'contact' : 'nothing'}`)
  },
}
