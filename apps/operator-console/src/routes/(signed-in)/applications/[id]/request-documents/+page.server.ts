import { requestDocumentsInput } from '@entente/domain/enrolment/enrolment-input'
import { act } from '#lib/core/act.ts'
import { decisionData, failedFields } from '#lib/enrolment/review.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) =>
  decisionData(event, 'request_documents', (await event.parent()).can.decideApplications)

export const actions: Actions = {
  default: (event) => {
    const { id } = event.params
    const back = `/applications/${id}?done=requested`
    const form = { input: requestDocumentsInput, given: { id }, read: failedFields, back }
    return act(event, form, (values) => event.locals.api.operatorEnrolments.requestDocuments.mutate(values))
  },
}
