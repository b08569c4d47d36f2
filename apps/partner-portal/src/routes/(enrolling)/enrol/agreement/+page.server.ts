import { signAgreementInput } from '@entente/domain/enrolment/enrolment-input'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { applicationOf } from '#lib/enrolment/enrolment.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { organisation, account } = requireSession(event)
  const application = await applicationOf(event)
  if (application.state !== 'accepted') redirect(303, '/enrol/status')
  if (!application.mpnId) redirect(303, '/enrol/membership')
  return {
    application,
    company: organisation?.legalName ?? '',
    signer: account.name,
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  sign: (event) =>
    formAction(event, {
      schema: (values) => signAgreementInput.safeParse({ ...values, accepted: values.accepted === 'on' }),
      press: 'enrol.agreement.submit',
      send: (input) => event.locals.api.enrolment.signAgreement.mutate(input),
      next: '/enrol/status',
    }),

  /** Makes a global admin an admin agent with one click. */
  admin_agent: (event) =>
    formAction(event, {
      press: 'enrol.agent.submit',
      send: (keyed) => event.locals.api.users.setOwnAgentType.mutate({ ...keyed, agentType: 'admin_agent' }),
      next: '/enrol/agreement',
    }),
}
