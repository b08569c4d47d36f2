import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { savedWord } from '#lib/partner/settings.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  return {
    signIn: await event.locals.api.partnerAccount.signIn.query(),
    saved: savedWord(event, ['required', 'optional']),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  require: (event) =>
    formAction(event, {
      press: 'common.factor.require',
      send: (keyed) =>
        event.locals.api.partnerAccount.requireSecondFactor.mutate({ ...keyed, required: true }),
      next: '/settings/sign-in?saved=required',
    }),
  relax: (event) =>
    formAction(event, {
      press: 'settings.sign_in.factor.relax',
      send: (keyed) =>
        event.locals.api.partnerAccount.requireSecondFactor.mutate({ ...keyed, required: false }),
      next: '/settings/sign-in?saved=optional',
    }),
}
