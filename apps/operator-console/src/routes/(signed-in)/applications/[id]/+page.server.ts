import { assignInput, checkInput, startReviewInput } from '@entente/domain/enrolment/enrolment-input'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import type { RequestEvent } from '@sveltejs/kit'
import { readAct } from '#lib/core/act.ts'
import { findApplication } from '#lib/enrolment/find-application.ts'
import type { Actions, PageServerLoad } from './$types'

const done = [
  'assigned',
  'given_back',
  'checked',
  'started',
  'requested',
  'accepted',
  'rejected',
  'deadline',
  'closed',
  'resent',
] as const

export const load: PageServerLoad = async (event) => {
  const record = await findApplication(event, event.params.id)
  return {
    ...record,
    done: done.find((what) => what === event.url.searchParams.get('done')),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  assign: (event) => assign(event, 'assigned'),
  giveBack: (event) => assign(event, 'given_back'),
  check: (event) =>
    formAction(event, {
      schema: (values) => readAct(checkInput, values, { ...event.params, ...readCheck(values) }),
      send: (input) => event.locals.api.operatorEnrolments.setCheck.mutate(input),
      next: pathOf(event, 'checked'),
    }),
  start: (event) =>
    formAction(event, {
      schema: (values) => readAct(startReviewInput, values, event.params),
      send: (input) => event.locals.api.operatorEnrolments.startReview.mutate(input),
      next: pathOf(event, 'started'),
    }),
  resend: (event) =>
    formAction(event, {
      schema: (values) => readAct(startReviewInput, values, event.params),
      send: (input) => event.locals.api.operatorEnrolments.resendVerification.mutate(input),
      next: pathOf(event, 'resent'),
    }),
}

type ApplicationEvent = RequestEvent & { params: { id: string } }

const pathOf = ({ params }: ApplicationEvent, what: (typeof done)[number]) =>
  `/applications/${params.id}?done=${what}`

const assign = (event: ApplicationEvent, what: 'assigned' | 'given_back') =>
  formAction(event, {
    schema: (values) => readAct(assignInput, values, event.params),
    send: (input) => event.locals.api.operatorEnrolments.assign.mutate(input),
    next: pathOf(event, what),
  })

/** Each check has its own form on the page, with its own field names. A note becomes one line of the record. */
const readCheck = (values: FormValues) => ({
  result: values[`result_${values.check}`],
  note: (values[`note_${values.check}`] ?? '').replace(/\s+/g, ' ').trim(),
})
