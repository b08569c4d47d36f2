import { setDeadlineInput } from '@entente/domain/enrolment/enrolment-input'
import { formAction } from '@entente/site/form-action'
import { readAct } from '#lib/core/act.ts'
import { decisionData } from '#lib/enrolment/review.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) =>
  decisionData(event, 'set_deadline', (await event.parent()).can.decideApplications)

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => readAct(setDeadlineInput, values, event.params),
      send: (input) => event.locals.api.operatorEnrolments.setDeadline.mutate(input),
      fields: { deadline_too_soon: 'answerBy' },
      next: `/applications/${event.params.id}?done=deadline`,
    }),
}
