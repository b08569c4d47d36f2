import { acceptInput } from '@entente/domain/enrolment/enrolment-input'
import { act } from '#lib/core/act.ts'
import { decisionData } from '#lib/enrolment/review.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) =>
  decisionData(event, 'accept', (await event.parent()).can.decideApplications)

export const actions: Actions = {
  default: (event) => {
    const { id } = event.params
    const form = { input: acceptInput, given: { id }, back: `/applications/${id}?done=accepted` }
    return act(event, form, (values) => event.locals.api.operatorEnrolments.accept.mutate(values))
  },
}
