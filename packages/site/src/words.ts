import type { Locale } from '@entente/domain/core/locale'
import { loadCatalogue, type Namespace } from '@entente/i18n/catalogue'
import { createTranslator, type Translate } from '@entente/i18n/translate'

const translators = new Map<string, Promise<Translate>>()

/**
 * The translator for a universal load, which runs on the server and in the browser; created once per language and
 * namespaces. Code that has `locals` uses `locals.t`, which knows every namespace.
 */
export function loadWords(locale: Locale, namespaces: readonly Namespace[]): Promise<Translate> {
  const key = [locale, ...namespaces].join(' ')
  const known = translators.get(key)
  if (known) return known
  const made = loadCatalogue(locale, namespaces).then((catalogue) => createTranslator(locale, catalogue))
  translators.set(key, made)
  return made
}
