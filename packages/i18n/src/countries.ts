import type { Locale } from '@entente/domain/core/locale'
import { countryCodes } from '@entente/domain/core/organisation'
import { countryName } from './format.ts'

const made = new Map<Locale, readonly { code: string; name: string }[]>()

/** All countries that the domain accepts, sorted by name as speakers of the language expect. */
export function countries(locale: Locale): readonly { code: string; name: string }[] {
  const known = made.get(locale)
  if (known) return known
  const inOrder = new Intl.Collator(locale)
  const sorted = countryCodes
    .map((code) => ({ code, name: countryName(locale, code) }))
    .sort((a, b) => inOrder.compare(a.name, b.name))
  made.set(locale, sorted)
  return sorted
}
