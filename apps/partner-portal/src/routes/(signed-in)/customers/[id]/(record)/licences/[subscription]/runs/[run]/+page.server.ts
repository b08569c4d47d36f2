import { idOf } from '@entente/domain/core/id'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { listHref } from '@entente/site/list-href'
import { notFound, refusalOf } from '@entente/site/refusal'
import { inArea } from '#lib/customer/area.server.ts'
import { atCustomer, lacksReason, reasonIn } from '#lib/customer/reason.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const runId = idOf<'licence_run'>()

function idIn({ params, locals }: RequestEvent) {
  const id = runId.safeParse(params.run)
  return id.success ? id.data : notFound(locals.t)
}

export const load: PageServerLoad = async (event) => {
  const { api, t } = event.locals
  event.depends('licences:run')
  const after = Number(event.url.searchParams.get('after') ?? -1)
  const found = await inArea(event, 'customer_licences.view', async (record) => {
    if (lacksReason(record, event.url)) return null
    const at = { ...atCustomer(event), runId: idIn(event) }
    const progress = await api.customerLicences.progress
      .query({ id: record.id, runId: at.runId })
      .catch((cause: unknown) =>
        refusalOf(cause)?.code === 'not_found' ? notFound(t) : Promise.reject(cause),
      )
    // What concerns whom is looked at once, when it is over: each look at it is recorded for the customer.
    const results = progress.finishedAt
      ? await api.customerLicences.results.query({ ...at, after: Number.isInteger(after) ? after : -1 })
      : null
    return { progress, results }
  })
  return { found, reason: reasonIn(event.url), idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  cancel: (event) =>
    formAction(event, {
      send: (keyed) =>
        event.locals.api.customerLicences.cancel.mutate({
          ...keyed,
          ...atCustomer(event),
          runId: idIn(event),
        }),
      next: listHref(event.url.pathname, { reason: reasonIn(event.url) }),
    }),
}
