import { providerListInput, providerServices, spokenLanguages } from '@entente/domain/partner/provider-entry'
import { countries } from '@entente/i18n/countries'
import { byName, languageName } from '@entente/i18n/languages'
import type { PageServerLoad } from './$types'

const filters = ['country', 'service', 'language'] as const

// Open without a sign-in. A filter that the address spells wrongly is none.
export const load: PageServerLoad = async ({ locals: { api, locale }, url }) => {
  const asked = Object.fromEntries(
    ['search', 'cursor', ...filters].flatMap((name) => {
      const value = url.searchParams.get(name)
      return value && providerListInput.safeParse({ [name]: value }).success ? [[name, value]] : []
    }),
  )
  const input = providerListInput.parse(asked)
  return {
    asked: input,
    list: await api.providers.list.query(input),
    countries: countries(locale),
    services: providerServices,
    languages: byName(
      locale,
      spokenLanguages.map((code) => ({ code, name: languageName(locale, code) })),
    ),
  }
}
