import { provisioningIdInput } from '@entente/domain/customer/provisioning'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { listHref, textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const cursor = textOf(event.url.searchParams, 'cursor', 1000)
  const { rows, nextCursor } = await event.locals.api.operatorProvisionings.list.query({ cursor })
  return {
    cursor,
    nextCursor,
    hanging: rows.map((one) => ({ ...one, idempotencyKey: newIdempotencyKey() })),
    isRetried: event.url.searchParams.has('retried'),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: provisioningIdInput,
      send: (input) => event.locals.api.operatorProvisionings.retry.mutate(input),
      next: listHref('/provisioning', { retried: 'yes' }),
    }),
}
