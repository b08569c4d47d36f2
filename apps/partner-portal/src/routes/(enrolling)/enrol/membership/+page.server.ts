import { membershipSignInInput } from '@entente/domain/enrolment/enrolment-input'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failAtField, failWithFields } from '@entente/site/refused-fields'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { applicationOf, press } from '#lib/enrolment/enrolment.server.ts'
import { nextStep, pathOf } from '#lib/enrolment/enrolment.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const application = await applicationOf(event)
  const { profiles } = await event.locals.api.enrolment.membershipOptions.query()
  // A membership sign-in in progress continues with the choice of a profile, also on another device.
  if (profiles && !application.mpnId) redirect(303, '/enrol/membership/choose')
  return { application, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  /** The first of two steps: the directory is not asked yet. */
  next: async (event) => {
    requireSession(event)
    const { t } = event.locals
    const values = await formValues(event.request)
    const input = membershipSignInInput.pick({ userName: true }).safeParse(values)
    if (!input.success) return failWithFields(t, input.error, values)
    return { userName: input.data.userName }
  },

  sign_in: async (event) => {
    requireSession(event)
    const { api, t } = event.locals
    const values = await formValues(event.request)
    const { userName = '' } = values
    const input = membershipSignInInput.safeParse(values)
    if (!input.success) return failed(failWithFields(t, input.error, values), userName)
    try {
      await api.enrolment.signInToMembership.mutate(input.data)
    } catch (cause) {
      const failure = failAtField(t, cause, values, { wrong_credentials: 'password' })
      if (failure.data.code === 'wrong_credentials')
        failure.data.fields = { password: [t('enrol.membership.wrong')] }
      return failed(failure, userName)
    }
    redirect(303, '/enrol/membership/choose')
  },

  later: (event) =>
    press(event, (keyed) => event.locals.api.enrolment.postponeMembership.mutate(keyed), '/enrol/status'),

  undo: (event) =>
    press(event, (keyed) => event.locals.api.enrolment.cancelMembership.mutate(keyed), '/enrol/membership'),

  continue: async (event) => redirect(303, pathOf[nextStep(await applicationOf(event))]),
}

/** Keeps the second step open, with the user name from the first. */
const failed = <Failure extends { data: object }>(failure: Failure, userName: string): Failure => {
  Object.assign(failure.data, { userName })
  return failure
}
