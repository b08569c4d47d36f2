import { error } from '@sveltejs/kit'

/** The text fields of a posted form. A repeated field has its last value, as a checkbox after a hidden twin expects. */
export type FormValues = Record<string, string>

/** The name under which a form that waits for **Confirm it's you** keeps the words on its button. */
export const pressed = 'entente-pressed'

/** Reads the text fields of a request's form, once. Throws a 400 error if the body is not a form. Leaves files out. */
export const formValues = async (request: Request): Promise<FormValues> => textsOf(await readForm(request))

/** Reads the form of a request, once, with its files. Throws a 400 error if the body is not a form. */
export const readForm = (request: Request): Promise<FormData> => request.formData().catch(unreadable)

/** The text fields of a form. */
export const textsOf = (form: FormData): FormValues =>
  Object.fromEntries([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'))

// formData() throws a TypeError for any other body, also when the client disconnects halfway.
function unreadable(cause: unknown): never {
  if (cause instanceof TypeError) error(400, 'Bad Request')
  throw cause
}

/**
 * A key for one form on one page. A `load` returns it and the form carries it in a hidden field named
 * `idempotencyKey`, so that a second click or a repeated request has no further effect.
 */
export function newIdempotencyKey(): string {
  return crypto.randomUUID()
}

/** Whether a field of this name holds a secret, which no page may show again. */
export const isSecretField = (name: string): boolean => /password|^current$|^code$|token/i.test(name)

/** The values that may go back into the page. */
export const withoutSecrets = (values: FormValues): FormValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !isSecretField(name)))
