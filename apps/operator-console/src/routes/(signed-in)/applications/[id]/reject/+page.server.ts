import { rejectInput } from '@entente/domain/enrolment/enrolment-input'
import { act } from '#lib/core/act.ts'
import { decisionData, failedFields } from '#lib/enrolment/review.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) =>
  decisionData(event, 'reject', (await event.parent()).can.decideApplications)

export const actions: Actions = {
  default: (event) => {
    const { id } = event.params
    const back = `/applications/${id}?done=rejected`
    const form = { input: rejectInput, given: { id }, read: failedFields, back }
    return act(event, form, (values) => event.locals.api.operatorEnrolments.reject.mutate(values))
  },
}
