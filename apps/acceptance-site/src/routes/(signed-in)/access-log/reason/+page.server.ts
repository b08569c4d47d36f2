import { reasonRuleInput } from '@entente/domain/relationship/access-record'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  return { rule: await event.locals.api.accessLog.reasonRule.query(), idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: reasonRuleInput,
      press: 'common.save',
      send: (input) => event.locals.api.accessLog.setReasonRule.mutate(input),
      next: '/access-log?saved',
    }),
}
