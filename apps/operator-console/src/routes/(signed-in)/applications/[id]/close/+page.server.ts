import { closeApplicationInput } from '@entente/domain/enrolment/enrolment-input'
import { formAction } from '@entente/site/form-action'
import { readAct } from '#lib/core/act.ts'
import { decisionData } from '#lib/enrolment/review.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) =>
  decisionData(event, 'close', (await event.parent()).can.decideApplications)

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => readAct(closeApplicationInput, values, event.params),
      press: 'operator.close.submit',
      send: (input) => event.locals.api.operatorEnrolments.close.mutate(input),
      next: `/applications/${event.params.id}?done=closed`,
    }),
}
