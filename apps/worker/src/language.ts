import type { Cloud } from '@entente/domain/core/cloud'
import { translatorFor } from '@entente/i18n/server'
import type { Translate } from '@entente/i18n/translate'

/**
 * The words for a recipient, in the first language that this cloud speaks: the account's own choice, then the one
 * stored with what the mail is about, then the cloud's default.
 */
export function wordsFor(cloud: Cloud, ...wishes: (string | null | undefined)[]): Translate {
  const spoken = wishes.flatMap((wish) => cloud.locales.find((locale) => locale === wish) ?? [])
  return translatorFor(spoken[0] ?? cloud.defaultLocale)
}
