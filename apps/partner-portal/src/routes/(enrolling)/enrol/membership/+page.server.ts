import { isCorrecting } from '@entente/domain/enrolment/enrolment'
import { membershipSignInInput } from '@entente/domain/enrolment/enrolment-input'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { redirect } from '@sveltejs/kit'
import { applicationOf } from '#lib/enrolment/enrolment.server.ts'
import { nextStepPath } from '#lib/enrolment/enrolment.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const application = await applicationOf(event)
  const { profiles } = await event.locals.api.enrolment.membershipOptions.query()
  // A membership sign-in in progress continues with the choice of a profile, also on another device.
  const isOpen = application.mpnId === null || isCorrecting(application.state)
  if (profiles && isOpen) redirect(303, '/enrol/membership/choose')
  return { application, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  /** The first of two steps: the directory is not asked yet. */
  next: (event) =>
    formAction(event, {
      schema: membershipSignInInput.pick({ userName: true }),
      send: async ({ userName }) => ({ userName }),
      next: (step) => step,
    }),

  sign_in: (event) =>
    formAction(event, {
      schema: membershipSignInInput,
      send: ({ userName, password }) =>
        event.locals.api.enrolment.signInToMembership.mutate({ userName, password }),
      fields: { wrong_credentials: () => ({ password: [event.locals.t('enrol.membership.wrong')] }) },
      // Keeps the second step open, with the user name from the first.
      again: ({ values }) => ({ userName: values.userName ?? '' }),
      next: '/enrol/membership/choose',
    }),

  later: (event) =>
    formAction(event, {
      send: (keyed) => event.locals.api.enrolment.postponeMembership.mutate(keyed),
      next: '/enrol/status',
    }),

  undo: (event) =>
    formAction(event, {
      send: (keyed) => event.locals.api.enrolment.cancelMembership.mutate(keyed),
      next: '/enrol/membership',
    }),

  continue: async (event) => redirect(303, nextStepPath(await applicationOf(event))),
}
