import { referToResellerInput } from '@entente/domain/customer/referral'
import { countries } from '@entente/i18n/countries'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import { loadPartnership } from '#lib/partner/partnerships.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { partnership, can } = await loadPartnership(event)
  if (partnership.status !== 'active' || !can.refer) notFound(event.locals.t)
  return {
    partnership,
    countries: countries(event.locals.locale).map(({ code: value, name: label }) => ({ value, label })),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => referToResellerInput.safeParse({ ...values, partnershipId: event.params.id }),
      send: (input) => event.locals.api.referrals.refer.mutate(input),
      next: ({ id }) => `/referrals/${id}?side=sent`,
    }),
}
