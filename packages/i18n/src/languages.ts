import type { Locale } from '@entente/domain/core/locale'

/** The name of a language in a language: "German", "Deutsch", "德语". */
export const languageName = (locale: Locale, code: string): string =>
  new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code

/** Sorted as readers of the language expect. */
export const byName = <T extends { name: string }>(locale: Locale, some: T[]): T[] =>
  some.toSorted((one, other) => one.name.localeCompare(other.name, locale))
