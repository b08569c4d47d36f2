import { type Refusal, statusOf } from '@entente/domain/refusal'
import { fieldErrorText, refusalText } from '@entente/i18n/refusal'
import type { Translate } from '@entente/i18n/translate'
import { error } from '@sveltejs/kit'
import { TRPCClientError } from '@trpc/client'
import { type FormValues, withoutSecrets } from './form.ts'
import { NoResponse } from './no-response.ts'

const unavailable: Refusal = { code: 'unavailable', retryAfterSeconds: 1 }

/** The refusal inside an error of the API client; undefined if the error is a fault. */
export function refusalOf(cause: unknown): Refusal | undefined {
  if (!(cause instanceof TRPCClientError)) return undefined
  // An unreachable API is the same refusal as an unreachable database.
  if (cause.cause instanceof NoResponse) return unavailable
  const refusal: unknown = cause.data?.refusal
  const isKnown =
    typeof refusal === 'object' && refusal !== null && 'code' in refusal && String(refusal.code) in statusOf
  return isKnown ? (refusal as Refusal) : undefined // the API is ours and typed: a known code has its data
}

// Lists that pages read stand elsewhere, in `asks-operator.ts`: this module brings the client of the API along.

/** Throws the error page for a URL that leads to nothing. */
export function notFound(t: Translate): never {
  error(404, t('errors.not_found'), { code: 'not_found' })
}

/** Messages by the name of their field. */
export type FieldTexts = Record<string, string[]>

/** What a page shows about a refused action, and what the person entered, without secrets. */
export type Failure = {
  code: Refusal['code']
  /** Empty if nothing was refused, but the form comes back in another language or theme. */
  message: string
  refusal: Refusal
  fields: FieldTexts
  values: FormValues
}

/** The failure of a refused form: the refusal's text, and the entered values without secrets. */
export const failureOf = (refusal: Refusal, t: Translate, values: FormValues): Failure => ({
  code: refusal.code,
  message: refusalText(t, refusal),
  refusal,
  fields: refusal.code === 'invalid_input' ? fieldTexts(refusal.fields, t) : {},
  values: withoutSecrets(values),
})

// Rarely needed, because the site checks the fields before it calls the API.
const fieldTexts = (fields: FieldTexts, t: Translate): FieldTexts =>
  Object.fromEntries(
    Object.entries(fields).map(([name, messages]) => [
      name,
      messages.map((message) => fieldErrorText(t, message)),
    ]),
  )
