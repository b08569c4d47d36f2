import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failWith } from '@entente/site/refusal'
import { failAtField } from '@entente/site/refused-fields'
import { requireSession } from '@entente/site/session'
import { confirmFirst, keptChoices } from '@entente/site/step-up'
import { redirect } from '@sveltejs/kit'
import { rememberDecision } from '#lib/relationship/decision.ts'
import { readReview } from '#lib/relationship/invitation.ts'
import { postedServices } from '#lib/relationship/posted-decision.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  return {
    review: await readReview(event, event.params.token),
    kept: await keptChoices(event),
    acceptKey: newIdempotencyKey(),
    declineKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  authorize: async (event) => {
    requireSession(event)
    const { locals, params, request } = event
    const { idempotencyKey = '', ...values } = await formValues(request)
    const agreement = { accepted: values.agreement === 'on', version: values.agreementVersion ?? '' }
    const services = postedServices(values)
    const accepted = await locals.api.invitation.accept
      .mutate({ token: params.token, idempotencyKey, agreement, services })
      .catch(async (cause: unknown) => {
        await confirmFirst(event, cause, values)
        return failAtField(locals.t, cause, values, { agreement_not_accepted: 'agreement' })
      })
    if ('status' in accepted) return accepted
    rememberDecision(event, { result: accepted.result, granted: accepted.granted })
    redirect(303, `/invitation/${params.token}/done`)
  },

  decline: async (event) => {
    requireSession(event)
    const { locals, params, request } = event
    const { idempotencyKey = '', ...values } = await formValues(request)
    const tellPartner = values.tellPartner === 'on'
    const declined = await locals.api.invitation.decline
      .mutate({ token: params.token, idempotencyKey, tellPartner })
      .catch((cause) => failWith(cause, locals.t, values))
    if ('status' in declined) return declined
    rememberDecision(event, { result: 'declined', told: declined.told })
    redirect(303, `/invitation/${params.token}/done`)
  },
}
