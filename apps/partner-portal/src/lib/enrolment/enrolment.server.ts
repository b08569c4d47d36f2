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

/** The application of whoever is signed in. Somebody who may not enrol goes where they are told who may. */
export async function applicationOf(event: RequestEvent): Promise<Application> {
  requireSession(event)
  try {
    return await event.locals.api.enrolment.get.query()
  } catch (cause) {
    if (refusalOf(cause)?.code === 'missing_permission') redirect(303, '/enrol/start')
    throw cause
  }
}

/** Where the wizard goes on: to what is still open. */
export const goOn = async (event: RequestEvent): Promise<never> =>
  redirect(303, pathOf[nextStep(await applicationOf(event))])

type Sending<Schema extends z.ZodType> = {
  schema: Schema
  send: (input: z.output<Schema> & { idempotencyKey: string }) => Promise<unknown>
  /** Refusals that belong to a field. */
  fields?: Partial<Record<Refusal['code'], string>>
  /** What the form does not carry, or what a choice on it replaces. */
  prepare?: (values: FormValues) => Record<string, unknown>
}

/** Checks a posted form, hands it to the API, and answers with what is wrong; undefined when it is done. */
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

/** The same for a press without any field but its key. */
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
