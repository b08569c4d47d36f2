import { locales } from '@entente/domain/core/locale'
import { safeReturnPath } from '@entente/domain/identity/return-path'
import { type Cookies, error, type RequestEvent, redirect } from '@sveltejs/kit'
import { type Choice, cookieOf } from './choice-href.ts'
import { pagePath } from './page-path.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const known: Record<Choice, readonly string[]> = { language: locales, theme: themes }
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

/** Remembers the choice of language or theme that a page was posted with; the response is already in it. */
export function takeChoice(event: RequestEvent): Choice | undefined {
  if (event.request.method !== 'POST') return undefined
  const choice = (['language', 'theme'] as const).find((one) => event.url.searchParams.has(cookieOf[one]))
  if (!choice) return undefined
  const value = event.url.searchParams.get(cookieOf[choice]) ?? ''
  if (!known[choice].includes(value)) error(400, 'Bad Request')
  rememberChoice(event, choice, value)
  return choice
}

/**
 * Ends a request that made a choice. The page comes back with what stood in its form: the form's action, which every
 * page has, returns it without acting (see `formAction`). A signed-in person reads in the language on other devices too.
 */
export async function showAgain({ locals, url }: RequestEvent, choice: Choice): Promise<void> {
  const { api, locale, posted, session } = locals
  if (choice === 'language' && session)
    await api.account.setPreferences.mutate({ locale, idempotencyKey: crypto.randomUUID() })
  if (!posted) redirect(303, safeReturnPath(pagePath(url), '/'))
  locals.isChoice = true
}
