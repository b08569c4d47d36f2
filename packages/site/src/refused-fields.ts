import type { Refusal } from '@entente/domain/refusal'
import type { Translate } from '@entente/i18n/translate'
import type { z } from 'zod'
import type { FormValues } from './form.ts'
import { fieldMessages } from './form-errors.ts'
import { failWith, failWithRefusal, refusalOf } from './refusal.ts'

type FieldOf = Partial<Record<Refusal['code'], string>>

/** Fails a form whose fields do not match its schema: 400, with a message for each field. */
export function failWithFields(t: Translate, error: z.ZodError, values: FormValues) {
  const failure = failWithRefusal({ code: 'invalid_input', fields: {} }, t, values)
  failure.data.fields = fieldMessages(t, error, values)
  return failure
}

/**
 * Fails a refused form and puts the refusal's text at the field it is about; `fieldOf` maps a refusal's code to the
 * field's name: `{ agreement_not_accepted: 'agreement' }`. Rethrows a fault.
 */
export function failAtField(t: Translate, cause: unknown, values: FormValues, fieldOf: FieldOf) {
  const failure = failWith(cause, t, values)
  const field = fieldOf[refusalOf(cause)?.code ?? 'invalid_input']
  if (field) failure.data.fields = { [field]: [failure.data.message] }
  return failure
}
