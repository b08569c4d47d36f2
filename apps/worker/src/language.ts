import type { Cloud } from '@entente/domain/core/cloud'
import { translatorFor } from '@entente/i18n/server'
import type { Translate } from '@entente/i18n/translate'

/**
 * The translator for a recipient: the first of `wanted` that this cloud offers, else the cloud's default. Callers name
 * the account's own language first, then the one stored with the subject of the mail.
 */
export function wordsFor(cloud: Cloud, ...wanted: (string | null | undefined)[]): Translate {
  const spoken = wanted.flatMap((name) => cloud.locales.find((locale) => locale === name) ?? [])
  return translatorFor(spoken[0] ?? cloud.defaultLocale)
}
