import { idOf } from '@entente/domain/core/id'
import { askPartnerInput } from '@entente/domain/customer/referral'
import { countries } from '@entente/i18n/countries'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound, refusalOf } from '@entente/site/refusal'
import type { Actions, PageServerLoad } from './$types'

// Open without a sign-in.
export const load: PageServerLoad = async ({ locals: { api, cloud, locale, session, t }, params }) => {
  const partnerId = idOf<'organisation'>().safeParse(params.id)
  if (!cloud.referrals.isOn || !partnerId.success) notFound(t)
  const partner = await api.referrals.partner.query({ partnerId: partnerId.data }).catch((cause: unknown) => {
    if (refusalOf(cause)?.code === 'not_found') notFound(t)
    throw cause
  })
  return {
    partner: partner.legalName,
    countries: countries(locale).map(({ code: value, name: label }) => ({ value, label })),
    // Who is signed in need not type it again.
    values: session && {
      ...{ name: session.account.name, email: session.account.email },
      company: session.organisation?.legalName ?? '',
    },
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      isOpen: true,
      schema: (values) => askPartnerInput.safeParse({ ...values, partnerId: event.params.id }),
      send: (input) => event.locals.api.referrals.ask.mutate(input),
      next: '/partners/asked',
    }),
}
