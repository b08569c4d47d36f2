import type { Refusal } from '@entente/domain/refusal'
import type { Api } from '@entente/site/api'
import { type FormValues, formValues } from '@entente/site/form'
import { refusalOf } from '@entente/site/refusal'
import { failAtField, failWithFields } from '@entente/site/refused-fields'
import { requireSession } from '@entente/site/session'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import type { z } from 'zod'
import { nextStep, pathOf } from './enrolment.ts'

export type Application = Awaited<ReturnType<Api['enrolment']['get']['query']>>

/** The application of the person's company. Redirects a person who may not enrol to the page that says who may. */
export async function applicationOf(event: RequestEvent): Promise<Application> {
  requireSession(event)
  try {
    return await event.locals.api.enrolment.get.query()
  } catch (cause) {
    if (refusalOf(cause)?.code === 'missing_permission') redirect(303, '/enrol/start')
    throw cause
  }
}

/** Redirects to the next open step of the wizard. */
export const goToNextStep = async (event: RequestEvent): Promise<never> =>
  redirect(303, pathOf[nextStep(await applicationOf(event))])

type Sending<Schema extends z.ZodType> = {
  schema: Schema
  send: (input: z.output<Schema> & { idempotencyKey: string }) => Promise<unknown>
  /** The name of the field that a refusal is about, by its code. */
  fields?: Partial<Record<Refusal['code'], string>>
  /** Adds values that the form does not contain, or replaces values because of a choice in it. */
  prepare?: (values: FormValues) => Record<string, unknown>
}

/** Checks a posted form and sends it to the API. Returns the failure, or undefined on success. */
export async function sendForm<Schema extends z.ZodType>(
  event: RequestEvent,
  { schema, send, fields = {}, prepare = (values) => values }: Sending<Schema>,
) {
  requireSession(event)
  const { t } = event.locals
  const { idempotencyKey = '', ...values } = await formValues(event.request)
  const input = schema.safeParse(prepare(values))
  if (!input.success) return failWithFields(t, input.error, values)
  try {
    await send({ ...(input.data as object), idempotencyKey } as Parameters<typeof send>[0])
  } catch (cause) {
    return failAtField(t, cause, values, fields)
  }
  return undefined
}

/** The same for a form with no field but its key. Redirects to `then` on success. */
export async function press(
  event: RequestEvent,
  send: (keyed: { idempotencyKey: string }) => Promise<unknown>,
  then: string,
) {
  requireSession(event)
  const values = await formValues(event.request)
  try {
    await send({ idempotencyKey: values.idempotencyKey ?? '' })
  } catch (cause) {
    return failAtField(event.locals.t, cause, values, {})
  }
  redirect(303, then)
}
