import { mayBeCustomer } from '@entente/domain/relationship/acceptance'
import { refusalText } from '@entente/i18n/refusal'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { rememberDecision } from '#lib/relationship/decision.ts'
import { readReview, toldBefore } from '#lib/relationship/invitation.ts'
import { postedServices } from '#lib/relationship/posted-decision.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { cloud, locale, t } = event.locals
  const review = await readReview(event, event.params.token)
  const { country } = review.customer
  return {
    review,
    whyNot: mayBeCustomer(cloud, country)
      ? undefined
      : refusalText(t, { code: 'country_not_allowed', country }),
    ...toldBefore(cloud, locale),
    acceptKey: newIdempotencyKey(),
    declineKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  authorize: (event) =>
    formAction(event, {
      schema: (values) => {
        const agreement = { accepted: values.agreement === 'on', version: values.agreementVersion ?? '' }
        return { success: true, data: { agreement, services: postedServices(values) } }
      },
      press: 'acceptance.review.authorize',
      send: (input) => event.locals.api.invitation.accept.mutate({ ...input, token: event.params.token }),
      fields: { agreement_not_accepted: 'agreement' },
      next: ({ result, parties, granted }) => {
        rememberDecision(event, { result, parties, granted })
        return `/invitation/${event.params.token}/done`
      },
    }),

  decline: (event) =>
    formAction(event, {
      schema: ({ tellPartner }) => ({ success: true, data: { tellPartner: tellPartner === 'on' } }),
      send: (input) => event.locals.api.invitation.decline.mutate({ ...input, token: event.params.token }),
      next: ({ told }) => {
        rememberDecision(event, { result: 'declined', told })
        return `/invitation/${event.params.token}/done`
      },
    }),
}
