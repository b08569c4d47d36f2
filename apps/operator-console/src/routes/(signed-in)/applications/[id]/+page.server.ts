import { assignInput, checkInput, startReviewInput } from '@entente/domain/enrolment/enrolment-input'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import { act, whyNot } from '#lib/core/act.ts'
import { daysSince } from '#lib/core/age.ts'
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
  'resent',
] as const

export const load: PageServerLoad = async (event) => {
  const record = await findApplication(event, event.params.id)
  const { can } = await event.parent()
  return {
    ...record,
    days: daysSince(record.application.stateSince),
    done: done.find((what) => what === event.url.searchParams.get('done')),
    idempotencyKey: newIdempotencyKey(),
    notAllowed: whyNot(event.locals, {
      isAllowed: can.decideApplications,
      permission: 'enrolments.decide',
    }),
  }
}

export const actions: Actions = {
  assign: (event) => {
    const form = { input: assignInput, ...about(event.params.id, 'assigned') }
    return act(event, form, (values) => event.locals.api.operatorEnrolments.assign.mutate(values))
  },
  giveBack: (event) => {
    const form = { input: assignInput, ...about(event.params.id, 'given_back') }
    return act(event, form, (values) => event.locals.api.operatorEnrolments.assign.mutate(values))
  },
  check: (event) => {
    const form = { input: checkInput, ...about(event.params.id, 'checked'), read: readCheck }
    return act(event, form, (values) => event.locals.api.operatorEnrolments.setCheck.mutate(values))
  },
  start: (event) => {
    const form = { input: startReviewInput, ...about(event.params.id, 'started') }
    return act(event, form, (values) => event.locals.api.operatorEnrolments.startReview.mutate(values))
  },
  resend: (event) => {
    const form = { input: startReviewInput, ...about(event.params.id, 'resent') }
    return act(event, form, (values) => event.locals.api.operatorEnrolments.resendVerification.mutate(values))
  },
}

const about = (id: string, what: (typeof done)[number]) => ({
  given: { id },
  back: `/applications/${id}?done=${what}`,
})

/** Each check has its own form on the page, with its own field names. A note becomes one line of the record. */
const readCheck = (values: FormValues) => ({
  result: values[`result_${values.check}`],
  note: (values[`note_${values.check}`] ?? '').replace(/\s+/g, ' ').trim(),
})
