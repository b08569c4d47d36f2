import { type Refusal, statusOf } from '@entente/domain/refusal'
import type { Translate } from '@entente/i18n/translate'
import { type ActionFailure, fail } from '@sveltejs/kit'
import { TRPCClientError } from '@trpc/client'
import { type FormValues, withoutSecrets } from './form.ts'
import { refusalMessage } from './refusal-message.ts'

const unavailable: Refusal = { code: 'unavailable', retryAfterSeconds: 1 }

// What fetch throws: it could not connect, the connection broke, or our own time was over.
const isNoAnswer = (cause: Error): boolean => cause instanceof TypeError || cause.name === 'TimeoutError'

/** The refusal inside an error of the API client, or undefined where the error is a fault. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof TRPCClientError)) return undefined
  // No answer at all: the API is away, as its database can be.
  if (error.data === undefined && error.cause !== undefined && isNoAnswer(error.cause)) return unavailable
  const refusal: unknown = error.data?.refusal
  const isKnown =
    typeof refusal === 'object' && refusal !== null && 'code' in refusal && String(refusal.code) in statusOf
  return isKnown ? (refusal as Refusal) : undefined // the API is ours and typed: a known code has its data
}

/** What a page shows about a refused action. `fields` maps a field's name to its messages. */
export type Failure = {
  code: Refusal['code']
  message: string
  refusal: Refusal
  fields: Record<string, string[]>
  values: FormValues
}

/** Answers an action with the refusal's status and text, keeping what was typed; a fault is thrown on. */
export function failWith(error: unknown, t: Translate, values: FormValues): ActionFailure<Failure> {
  const refusal = refusalOf(error)
  if (!refusal) throw error
  return failWithRefusal(refusal, t, values)
}

/** The same for a refusal that the site found itself, such as an invalid field. */
export function failWithRefusal(refusal: Refusal, t: Translate, values: FormValues): ActionFailure<Failure> {
  return fail(statusOf[refusal.code], {
    code: refusal.code,
    message: refusalMessage(t, refusal),
    refusal,
    fields: fieldsOf(refusal, t),
    values: withoutSecrets(values),
  })
}

// The API names the fields in its own technical words; the site checked them before, so this is rarely seen.
function fieldsOf(refusal: Refusal, t: Translate): Record<string, string[]> {
  if (refusal.code !== 'invalid_input') return {}
  return Object.fromEntries(
    Object.keys(refusal.fields).map((name) => [name, [t('common.field_error.invalid')]]),
  )
}
