import { accessReason } from '@entente/domain/relationship/access-record'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { z } from 'zod'
import { findRecord } from '#lib/relationship/customer-record.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const record = await findRecord(api, event.params.id)
  const service = record?.services.find((one) => one.service === event.params.service)
  if (!record || !service) notFound(t)
  return { record, service }
}

export const actions: Actions = {
  default: (event) => {
    const { params, locals } = event
    return formAction(event, {
      schema: z.object({ reason: accessReason.default('') }),
      // The page with the button stays open while its service opens in another tab: each press is a use of its own.
      send: ({ reason }) =>
        locals.api.customerServices.open.mutate({ ...params, reason, idempotencyKey: newIdempotencyKey() }),
      fields: { access_reason_missing: 'reason' },
      // A fragment reaches the portal's own script, and no server's log on the way. The key of a press is new, so its token is there.
      next: ({ address, ...opened }) => ({
        left: {
          address: 'token' in opened ? `${address}#entente-hand-over=${opened.token}` : address,
          host: new URL(address).host,
        },
      }),
    })
  },
}
