import { signAgreementInput } from '@entente/domain/enrolment/enrolment-input'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failAtField } from '@entente/site/refused-fields'
import { requireSession } from '@entente/site/session'
import { confirmFirst } from '@entente/site/step-up'
import { redirect } from '@sveltejs/kit'
import { applicationOf, sendForm } from '#lib/enrolment/enrolment.server.ts'
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
  sign: async (event) => {
    const failure = await sendForm(event, {
      schema: signAgreementInput,
      prepare: (values) => ({ ...values, accepted: values.accepted === 'on' }),
      send: (input) => event.locals.api.enrolment.signAgreement.mutate(input),
    })
    return failure ?? redirect(303, '/enrol/status')
  },

  /** Makes a global admin an admin agent with one click. */
  admin_agent: async (event) => {
    requireSession(event)
    const values = await formValues(event.request)
    try {
      await event.locals.api.users.setOwnAgentType.mutate({
        agentType: 'admin_agent',
        idempotencyKey: values.idempotencyKey ?? '',
      })
    } catch (cause) {
      await confirmFirst(event, cause)
      return failAtField(event.locals.t, cause, values, {})
    }
    redirect(303, '/enrol/agreement')
  },
}
