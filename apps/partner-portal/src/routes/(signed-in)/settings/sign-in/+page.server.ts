import { newIdempotencyKey } from '@entente/site/form'
import { requireSession } from '@entente/site/session'
import { freshPress, savedWord } from '#lib/partner/settings.server.ts'
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
    freshPress(
      event,
      ({ idempotencyKey }) =>
        event.locals.api.partnerAccount.requireSecondFactor.mutate({ required: true, idempotencyKey }),
      '/settings/sign-in?saved=required',
    ),
  relax: (event) =>
    freshPress(
      event,
      ({ idempotencyKey }) =>
        event.locals.api.partnerAccount.requireSecondFactor.mutate({ required: false, idempotencyKey }),
      '/settings/sign-in?saved=optional',
    ),
}
