import { referToPartnerInput } from '@entente/domain/customer/referral'
import { countries } from '@entente/i18n/countries'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import { findPartner } from '#lib/operator/find-partner.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { partner } = await findPartner(event, event.params.id)
  if (!event.locals.cloud.referrals.isOn) notFound(event.locals.t)
  return {
    partner,
    countries: countries(event.locals.locale).map(({ code: value, name: label }) => ({ value, label })),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => referToPartnerInput.safeParse({ ...values, partnerId: event.params.id }),
      send: (input) => event.locals.api.operatorReferrals.refer.mutate(input),
      next: `/partners/${event.params.id}?done=referred`,
    }),
}
