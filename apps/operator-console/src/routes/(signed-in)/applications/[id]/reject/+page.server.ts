import { rejectApplicationInput } from '@entente/domain/enrolment/enrolment-input'
import { formAction } from '@entente/site/form-action'
import { readAct } from '#lib/core/act.ts'
import { decisionData, failedFields } from '#lib/enrolment/review.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) =>
  decisionData(event, 'reject', (await event.parent()).can.decideApplications)

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) =>
        readAct(rejectApplicationInput, values, { ...event.params, ...failedFields(values) }),
      press: ({ isChange }) => (isChange ? 'operator.reject.change.submit' : 'operator.reject.submit'),
      send: (input) => event.locals.api.operatorEnrolments.reject.mutate(input),
      next: `/applications/${event.params.id}?done=rejected`,
    }),
}
