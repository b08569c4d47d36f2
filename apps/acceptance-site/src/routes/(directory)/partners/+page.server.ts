import { businessListInput } from '@entente/domain/partner/business-profile'
import { countries } from '@entente/i18n/countries'
import { notFound } from '@entente/site/refusal'
import type { PageServerLoad } from './$types'

// Open without a sign-in. A filter that the address spells wrongly is none.
export const load: PageServerLoad = async ({ locals: { api, cloud, locale, t }, url }) => {
  if (!cloud.businessProfile.isOn) notFound(t)
  const asked = Object.fromEntries(
    (['search', 'cursor', 'country', 'service'] as const).flatMap((name) => {
      const value = url.searchParams.get(name)
      return value && businessListInput.safeParse({ [name]: value }).success ? [[name, value]] : []
    }),
  )
  const input = businessListInput.parse(asked)
  return {
    asked: input,
    mayAsk: cloud.referrals.isOn,
    list: await api.businessProfiles.list.query(input),
    countries: countries(locale).map(({ code: value, name: label }) => ({ value, label })),
    services: cloud.services.map(({ id: value, name: label }) => ({ value, label })),
  }
}
