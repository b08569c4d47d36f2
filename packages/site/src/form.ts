import { error } from '@sveltejs/kit'

/** The text fields of a posted form; of a repeated field the last one, as a checkbox behind its hidden twin expects. */
export type FormValues = Record<string, string>

/** Reads a form once; answers 400 when the body is no form. Files are left out: no form of the sites takes any. */
export async function formValues(request: Request): Promise<FormValues> {
  const form = await request.formData().catch(unreadable)
  return Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

// The platform says so with a TypeError, also when the sender broke off in the middle.
function unreadable(cause: unknown): never {
  if (cause instanceof TypeError) error(400, 'Bad Request')
  throw cause
}

/**
 * A key for one form on one page. A `load` returns it and the form carries it in a hidden field named
 * `idempotencyKey`, so that a second press or a repeated request has the effect of one.
 */
export function newIdempotencyKey(): string {
  return crypto.randomUUID()
}

/** Whether a field of this name holds what no page may show again. */
export const isSecretField = (name: string): boolean => /password|^current$|^code$|token/i.test(name)

/** The values that may go back into the page: never a password. */
export const withoutSecrets = (values: FormValues): FormValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !isSecretField(name)))
