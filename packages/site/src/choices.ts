import { type Locale, locales } from '@entente/domain/core/locale'
import { safeReturnPath } from '@entente/domain/identity/return-path'
import { type Cookies, error, type RequestEvent, redirect } from '@sveltejs/kit'
import { formValues } from './form.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** The names of the cookies that keep the choices. */
export const cookieOf = { language: 'entente-language', theme: 'entente-theme' } as const
export type Choice = keyof typeof cookieOf

const oneYearSeconds = 365 * 24 * 60 * 60

/** The earlier choice in this browser. It comes from a cookie, so it may be any text. */
export function readChoice(cookies: Cookies, choice: Choice): string | undefined {
  return cookies.get(cookieOf[choice])
}

export function readTheme(cookies: Cookies): Theme {
  const chosen = readChoice(cookies, 'theme')
  return themes.find((theme) => theme === chosen) ?? 'system'
}

/** Keeps a choice of language or theme in this browser for a year. */
export function rememberChoice(
  event: Pick<RequestEvent, 'cookies' | 'url'>,
  choice: Choice,
  value: string,
): void {
  event.cookies.set(cookieOf[choice], value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: event.url.protocol === 'https:',
    maxAge: oneYearSeconds,
  })
}

/** POST /theme with the fields `theme` and `return`. Redirects back to the page, so it works without scripts. */
export async function changeTheme(event: RequestEvent): Promise<Response> {
  const values = await formValues(event.request)
  const theme = themes.find((known) => known === values.theme)
  if (!theme) error(400, event.locals.t('errors.invalid_input'))
  rememberChoice(event, 'theme', theme)
  redirect(303, safeReturnPath(values.return, '/'))
}

/** POST /language with the fields `language` and `return`. A signed-in person gets the choice on other devices too. */
export async function changeLanguage(event: RequestEvent): Promise<Response> {
  const { api, cloud, session, t } = event.locals
  const values = await formValues(event.request)
  const language = locales.find((known): known is Locale => known === values.language)
  if (!language || !cloud.locales.includes(language)) error(400, t('errors.invalid_input'))
  rememberChoice(event, 'language', language)
  if (session) {
    await api.account.setPreferences.mutate({ locale: language, idempotencyKey: crypto.randomUUID() })
  }
  redirect(303, safeReturnPath(values.return, '/'))
}
