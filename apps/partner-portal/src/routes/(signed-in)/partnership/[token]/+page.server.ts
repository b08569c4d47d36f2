import { partnershipConsent } from '@entente/domain/partner/partnership'
import { statusOf } from '@entente/domain/refusal'
import { refusalText } from '@entente/i18n/refusal'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { error } from '@sveltejs/kit'
import { z } from 'zod'
import type { Actions, PageServerLoad } from './$types'

// Opening this page changes nothing. A visitor signs in first and comes back.
export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const review = await api.partnerships.review
    .query({ token: event.params.token })
    .catch((cause: unknown) => {
      const refusal = refusalOf(cause)
      if (!refusal) throw cause
      error(statusOf[refusal.code], refusalText(t, refusal), { code: refusal.code })
    })
  return {
    review,
    refused: review.refusal && refusalText(t, review.refusal),
    authoriseKey: newIdempotencyKey(),
    declineKey: newIdempotencyKey(),
    isDeclined: event.url.searchParams.has('declined'),
  }
}

export const actions: Actions = {
  authorise: (event) =>
    formAction(event, {
      schema: ({ consent, version }) =>
        z
          .object({ consent: partnershipConsent })
          .safeParse({ consent: { given: consent === 'on', version: version ?? '' } }),
      press: 'portal.partnership.consent.submit',
      send: (input) =>
        event.locals.api.partnerships.authorise.mutate({ ...input, token: event.params.token }),
      fields: { consent_missing: 'consent', consent_changed: 'consent' },
      next: ({ id }) => `/indirect-providers/${id}?authorised`,
    }),

  decline: (event) =>
    formAction(event, {
      send: (keyed) => event.locals.api.partnerships.decline.mutate({ ...keyed, token: event.params.token }),
      next: `${event.url.pathname}?declined`,
    }),
}
