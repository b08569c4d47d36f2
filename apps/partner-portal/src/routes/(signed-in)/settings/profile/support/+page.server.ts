import { supportInput } from '@entente/addresses/company-profile'
import { newIdempotencyKey } from '@entente/site/form'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { sendForm } from '#lib/enrolment/enrolment.server.ts'
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
  default: async (event) => {
    const country = requireSession(event).organisation?.country
    const failure = await sendForm(event, {
      schema: supportInput,
      prepare: (values) => ({ ...values, country }),
      send: (input) => event.locals.api.partnerAccount.changeSupport.mutate(input),
    })
    return failure ?? redirect(303, '/settings/profile?saved=support')
  },
}
