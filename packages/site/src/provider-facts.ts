import type { Locale } from '@entente/domain/core/locale'
import type { ProviderService } from '@entente/domain/partner/provider-entry'
import { countryName, formatList } from '@entente/i18n/format'
import { languageName } from '@entente/i18n/languages'
import type { Translate } from '@entente/i18n/translate'

/** What a provider says about itself, as the API returns it. */
export type ShownProvider = {
  countries: readonly string[]
  region: string
  services: readonly ProviderService[]
  languages: readonly string[]
  programmes: string
  supportLevel: string
  conditions: string
  contactEmail: string | null
  contactPhone: string | null
  contactWebsite: string
}

/** The lines of an entry that say something; how to reach the provider comes after them, as links. */
export function providerFacts(t: Translate, locale: Locale, entry: ShownProvider) {
  const countries = formatList(
    locale,
    entry.countries.map((code) => countryName(locale, code)),
  )
  const lines = {
    countries: [countries, entry.region].filter(Boolean).join('. '),
    languages: formatList(
      locale,
      entry.languages.map((code) => languageName(locale, code)),
    ),
    services: formatList(
      locale,
      entry.services.map((service) => t(`common.provider_service.${service}`)),
    ),
    programmes: entry.programmes,
    support_level: entry.supportLevel,
    conditions: entry.conditions,
  }
  return (Object.keys(lines) as (keyof typeof lines)[]).flatMap((key) =>
    lines[key] ? { term: t(`common.provider.${key}`), text: lines[key], isContact: false } : [],
  )
}
