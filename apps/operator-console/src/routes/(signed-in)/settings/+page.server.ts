import { foreignLinksInput, fourEyesInput, operatorContact } from '@entente/domain/operator/instance-setting'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { readAct } from '#lib/core/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  return {
    settings: await event.locals.api.operatorSettings.get.query(),
    isSaved: event.url.searchParams.has('saved'),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  mails: (event) =>
    formAction(event, {
      schema: ({ foreignLinks }) => foreignLinksInput.safeParse({ areAllowed: foreignLinks !== undefined }),
      press: 'common.save',
      send: (input) => event.locals.api.operatorSettings.setForeignLinks.mutate(input),
      next: '/settings?saved',
    }),
  fourEyes: (event) =>
    formAction(event, {
      schema: (values) => readAct(fourEyesInput, values, { isOn: values.isOn !== undefined }),
      press: 'operator.settings.four_eyes.save',
      send: (input) => event.locals.api.operatorSettings.setFourEyes.mutate(input),
      next: ({ asked }) => (asked ? '/requests?done=asked' : '/settings?saved'),
    }),
  contact: (event) =>
    formAction(event, {
      schema: operatorContact,
      press: 'operator.settings.contact.save',
      send: (input) => event.locals.api.operatorSettings.setContact.mutate(input),
      next: '/settings?saved',
    }),
}
