import { idOf } from '@entente/domain/core/id'
import { importIdInput, mapImportInput, mendRowInput } from '@entente/domain/customer/customer-import'
import { importFields } from '@entente/domain/customer/import-row'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import { formAction, type Read } from '@entente/site/form-action'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import type { Actions, PageServerLoad } from './$types'

type Event = RequestEvent & { params: { id: string } }

function idIn({ locals, params }: Event) {
  const id = idOf<'customer_import'>().safeParse(params.id)
  if (!id.success) notFound(locals.t)
  return id.data
}

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  event.depends('customers:import')
  const { api, t } = event.locals
  const id = idIn(event)
  const after = Number(event.url.searchParams.get('after')) || 0
  try {
    const imported = await api.customerImports.get.query({ id })
    const bad = await api.customerImports.rows.query({ id, state: 'bad', after, limit: 10 })
    return {
      imported,
      after,
      bad: { ...bad, rows: bad.rows.map((row) => ({ ...row, key: newIdempotencyKey() })) },
      isMapping: event.url.searchParams.has('columns'),
      keys: { map: newIdempotencyKey(), take: newIdempotencyKey(), cancel: newIdempotencyKey() },
    }
  } catch (cause) {
    if (refusalOf(cause)?.code === 'not_found') notFound(t)
    throw cause
  }
}

const pageOf = (event: Event): string => `/customers/import/${idIn(event)}`

export const actions: Actions = {
  map: (event) =>
    formAction(event, {
      schema: (values) => readMapping(event, values),
      send: (input) => event.locals.api.customerImports.map.mutate(input),
      next: pageOf(event),
    }),
  mend: (event) =>
    formAction(event, {
      schema: (values) => readRow(event, values),
      send: (input) => event.locals.api.customerImports.mend.mutate(input),
      next: `${pageOf(event)}${event.url.searchParams.has('after') ? `?after=${event.url.searchParams.get('after')}` : ''}`,
    }),
  take: (event) =>
    formAction(event, {
      schema: () => importIdInput.safeParse({ id: idIn(event) }),
      send: (input) => event.locals.api.customerImports.take.mutate(input),
      next: pageOf(event),
    }),
  cancel: (event) =>
    formAction(event, {
      schema: () => importIdInput.safeParse({ id: idIn(event) }),
      send: (input) => event.locals.api.customerImports.cancel.mutate(input),
      next: pageOf(event),
    }),
}

/** Every field of a form whose name begins so, by the rest of its name. */
const named = (values: FormValues, start: string): Record<string, string> =>
  Object.fromEntries(
    Object.values(importFields).flatMap((fields) =>
      fields.flatMap((field) => {
        const value = values[`${start}${field}`]
        return value === undefined || (start === 'column-' && value === '') ? [] : [[field, value]]
      }),
    ),
  )

function readMapping(event: Event, values: FormValues): Read<z.output<typeof mapImportInput>> {
  const columns = Object.entries(named(values, 'column-')).map(([field, at]) => [field, Number(at)])
  return mapImportInput.safeParse({
    ...{ id: idIn(event), mapping: Object.fromEntries(columns) },
    ...{ language: values.language, withPrivileges: values.withPrivileges === 'on' },
  })
}

const readRow = (event: Event, values: FormValues): Read<z.output<typeof mendRowInput>> =>
  mendRowInput.safeParse({
    id: idIn(event),
    row: Number(values.row),
    values: named(values, `value-${values.row}-`),
  })
