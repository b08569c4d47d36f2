import { type Refusal, type RefusalCode, statusOf } from '@entente/domain/refusal'
import type { PlainKey, Translate } from '@entente/i18n/translate'
import { type ActionFailure, fail, type RequestEvent, redirect } from '@sveltejs/kit'
import type { z } from 'zod'
import { type FormValues, newIdempotencyKey, pressed, readForm, textsOf, withoutSecrets } from './form.ts'
import { fieldMessages } from './form-errors.ts'
import { formPath } from './page-path.ts'
import { type Failure, type FieldTexts, failureOf, refusalOf } from './refusal.ts'
import { requireSession } from './session.ts'

/** What a posted form means: the input for the API, or what is wrong with it. `message` is for the whole form. */
export type Read<Input> =
  | { success: true; data: Input }
  | { success: false; error: z.ZodError }
  | { success: false; refusal: Refusal }
  | { success: false; fields?: FieldTexts; message?: string }

type FormAction<Input, Result, Shown, Again> = {
  /** Checks the posted values, which do not contain the idempotency key. Buttons without fields need no schema. */
  schema?: z.ZodType<Input> | ((values: FormValues, form: FormData) => Read<Input>)
  /**
   * The words on the button, for a procedure that asks for **Confirm it's you**: the page that comes back then says
   * which one to press.
   */
  press?: PlainKey | ((values: FormValues) => PlainKey)
  /** Calls the API. */
  send: (input: Input & { idempotencyKey: string }) => Promise<Result>
  /** The path of the next page, or a function that returns it, or that returns what this page shows instead. */
  next: string | ((result: Result, input: Input) => Shown | Promise<Shown>)
  /** Where a refusal is shown: at the field of this name, or with texts that depend on the entered values. */
  fields?: { [Code in RefusalCode]?: string | ((values: FormValues, message: string) => FieldTexts) }
  /** The path of another page that a refusal leads to, by its code. */
  elsewhere?: { [Code in RefusalCode]?: string }
  /** What the page needs in addition, or instead, to show a refused form again. */
  again?: (failure: Failure) => Again | Promise<Again>
  /** Whether people without a session may send the form. Everybody else signs in first. */
  isOpen?: boolean
  /** The refusal for a body that cannot be read. Without it, the response is an error page with the status 400. */
  unreadable?: Refusal
}

/**
 * Handles a posted form, which is the only way for an action to call the API: checks the form, sends it with its
 * idempotency key, and goes to the next page. A refused form comes back with its messages and everything entered but
 * secrets. If the API requires the person to confirm who they are first, the form's values wait meanwhile, so every
 * procedure may require that. Throws faults.
 */
export async function formAction<
  Input extends object,
  Result,
  Shown extends string | object = never,
  Again extends object = object,
>(
  event: RequestEvent,
  {
    schema,
    press,
    send,
    next,
    fields = {},
    elsewhere = {},
    again,
    isOpen,
    unreadable,
  }: FormAction<Input, Result, Shown, Again>,
): Promise<ActionFailure<Failure & Again> | Exclude<Shown, string>> {
  const { t } = event.locals
  const refuse = async (failure: Failure) =>
    fail(statusOf[failure.code], { ...failure, ...(await again?.(failure)) } as Failure & Again)
  const refuseWith = (refusal: Refusal, values: FormValues) => {
    if ('retryAfterSeconds' in refusal) event.setHeaders({ 'retry-after': String(refusal.retryAfterSeconds) })
    const failure = failureOf(refusal, t, values)
    const place = fields[refusal.code]
    if (typeof place === 'function') failure.fields = place(values, failure.message)
    else if (place) failure.fields = { [place]: [failure.message] }
    return refuse(failure)
  }

  if (!isOpen) requireSession(event)
  const form = await readForm(event.request).catch((cause: unknown) => {
    if (unreadable) return unreadable
    throw cause
  })
  if (!(form instanceof FormData)) return refuseWith(form, {})
  const { idempotencyKey = '', ...values } = textsOf(form)
  if (event.locals.isChoice) {
    const failure = { ...failureOf({ code: 'invalid_input', fields: {} }, t, values), message: '' }
    return fail(200, { ...failure, ...(await again?.(failure)) } as Failure & Again)
  }
  const read = readWith(schema, values, form)
  if (!read.success)
    return 'refusal' in read ? refuseWith(read.refusal, values) : refuse(invalid(read, t, values))
  let result: Result
  try {
    result = await send({ ...read.data, idempotencyKey })
  } catch (cause) {
    const refusal = refusalOf(cause)
    if (!refusal) throw cause
    if (refusal.code === 'step_up_required') {
      const button = typeof press === 'function' ? press(values) : press
      return confirmFirst(event, {
        ...(schema && withoutSecrets(values)),
        [pressed]: button ? t(button) : '',
      })
    }
    const other = elsewhere[refusal.code]
    if (other) redirect(303, other)
    return refuseWith(refusal, values)
  }
  const shown = typeof next === 'string' ? next : await next(result, read.data)
  if (typeof shown === 'string') redirect(303, shown)
  return shown as Exclude<Shown, string>
}

function readWith<Input>(
  schema: FormAction<Input, unknown, unknown, unknown>['schema'],
  values: FormValues,
  form: FormData,
): Read<Input> {
  if (!schema) return { success: true, data: {} as Input }
  return typeof schema === 'function' ? schema(values, form) : schema.safeParse(values)
}

type Invalid = Exclude<Read<never>, { success: true } | { refusal: Refusal }>

function invalid(read: Invalid, t: Translate, values: FormValues): Failure {
  const failure = failureOf({ code: 'invalid_input', fields: {} }, t, values)
  if ('error' in read) return { ...failure, fields: fieldMessages(t, read.error, values) }
  return { ...failure, fields: read.fields ?? {}, message: read.message ?? failure.message }
}

/** Goes to **Confirm it's you**, which returns to the page of the form, with the values entered there. */
async function confirmFirst({ locals: { api }, url }: RequestEvent, form: FormValues): Promise<never> {
  const query = new URLSearchParams({ return: formPath(url) })
  const keep = (kept: FormValues) =>
    api.choices.keep.mutate({ form: kept, idempotencyKey: newIdempotencyKey() })
  const { id } = await keep(form).catch((cause: unknown) => {
    if (refusalOf(cause)?.code !== 'choices_too_large') throw cause
    // The page that confirms says that the person has to fill it in again.
    query.set('too-large', '')
    return keep({ [pressed]: form[pressed] ?? '' })
  })
  query.set('choices', id)
  redirect(303, `/confirm-its-you?${query}`)
}
