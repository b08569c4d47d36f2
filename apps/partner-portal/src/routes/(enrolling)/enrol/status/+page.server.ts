import { canHappen, type EnrolmentEvent, enrolmentEvents } from '@entente/domain/enrolment/enrolment'
import { reopenInput } from '@entente/domain/enrolment/enrolment-input'
import { isDraft } from '@entente/domain/enrolment/enrolment-parts'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { applicationOf } from '#lib/enrolment/enrolment.server.ts'
import { nextStep, pathOf } from '#lib/enrolment/enrolment.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { organisation } = requireSession(event)
  const application = await applicationOf(event)
  const { state, timeline } = application
  return {
    application,
    timeline: timeline.flatMap(({ event, ...step }) => (isEvent(event) ? [{ ...step, event }] : [])),
    company: organisation?.legalName ?? '',
    next: isDraft(state) ? pathOf[nextStep(application)] : null,
    mayChangeContact: canHappen(state, 'change_contact'),
    isResent: event.url.searchParams.has('sent'),
    idempotencyKey: newIdempotencyKey(),
  }
}

const isEvent = (event: string): event is EnrolmentEvent =>
  (enrolmentEvents as readonly string[]).includes(event)

export const actions: Actions = {
  resend: (event) =>
    formAction(event, {
      send: (keyed) => event.locals.api.enrolment.resendContactMail.mutate(keyed),
      next: '/enrol/status?sent',
    }),
  reopen: (event) =>
    formAction(event, {
      schema: reopenInput,
      send: (input) => event.locals.api.enrolment.reopen.mutate(input),
      next: '/enrol/status',
    }),
}
