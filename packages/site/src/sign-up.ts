import type { Locale } from '@entente/domain/core/locale'
import { countries } from '@entente/i18n/countries'

/** The countries that a company may sign up from, for its form; every country if `allowed` is null. */
export const signUpCountries = (locale: Locale, allowed: readonly string[] | null) =>
  countries(locale).filter(({ code }) => allowed?.includes(code) ?? true)

/** Where a refused sign-up shows its message. */
export const signUpFields = {
  password_too_weak: 'password',
  country_not_allowed: 'country',
  web_mail_address: 'email',
} as const
