import type { Locale } from '@entente/domain/core/locale'
import { countries } from '@entente/i18n/countries'
import type { RequestEvent } from '@sveltejs/kit'
import type { Api } from './api.ts'
import { newIdempotencyKey } from './form.ts'
import { continueSignIn } from './session.ts'

type Field = 'organisation' | 'country' | 'name' | 'email'

/** The words at the fields of a sign-up, which asks for the address, and of its confirmation, which asks for the password. */
export type SignUpWords = {
  labels: Record<Field | 'password', string>
  hints: Partial<Record<Field, string>>
}

/** The countries that a company may sign up from, for its form; every country if `allowed` is null. */
export const signUpCountries = (locale: Locale, allowed: readonly string[] | null) =>
  countries(locale).filter(({ code }) => allowed?.includes(code) ?? true)

/** Where a refused sign-up, or a refused confirmation, shows its message. */
export const signUpFields = {
  password_too_weak: 'password',
  country_not_allowed: 'country',
  web_mail_address: 'email',
} as const

type Status = Awaited<ReturnType<Api['account']['signUpStatus']['query']>>
export type PendingSignUp = ReturnType<typeof pendingSignUp>

/** The data of a confirm page. Opening it changes nothing: only its form uses up the link (S7). */
export const pendingSignUp = (
  { locals: { locale } }: Pick<RequestEvent, 'locals'>,
  status: Status,
  allowed: readonly string[] | null,
) => ({
  ...status,
  countries: signUpCountries(locale, allowed),
  idempotencyKey: newIdempotencyKey(),
})

type Confirmed = { session: Parameters<typeof continueSignIn>[1] | null } | { result: 'shown_once' }

/**
 * Where a confirmed sign-up goes: on to `back`, signed in. A repeated press signs in by hand, because the session went
 * with the first answer, which the browser may have dropped.
 */
export function enter(event: RequestEvent, confirmed: Confirmed, back: string): string {
  if ('session' in confirmed && confirmed.session) continueSignIn(event, confirmed.session, back)
  return `/sign-in?notice=confirmed&return=${encodeURIComponent(back)}`
}
