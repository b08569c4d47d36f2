import { requestDocumentsInput } from '@entente/domain/enrolment/enrolment-input'
import { formAction } from '@entente/site/form-action'
import { readAct } from '#lib/core/act.ts'
import { decisionData, failedFields } from '#lib/enrolment/review.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) =>
  decisionData(event, 'request_documents', (await event.parent()).can.decideApplications)

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) =>
        readAct(requestDocumentsInput, values, { ...event.params, ...failedFields(values) }),
      send: (input) => event.locals.api.operatorEnrolments.requestDocuments.mutate(input),
      fields: { deadline_too_soon: 'answerBy' },
      next: `/applications/${event.params.id}?done=requested`,
    }),
}
