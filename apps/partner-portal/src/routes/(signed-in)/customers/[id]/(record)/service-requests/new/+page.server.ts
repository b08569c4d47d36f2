import { openRequestInput } from '@entente/domain/customer/service-request'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { inArea } from '#lib/customer/area.server.ts'
import { attachmentIn, encoded, tooLarge } from '#lib/customer/service-requests.server.ts'
import { findRecord } from '#lib/relationship/customer-record.server.ts'
import type { Actions, PageServerLoad } from './$types'

const fields = openRequestInput.omit({ attachment: true })

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api } = event.locals
  return {
    services: await inArea(event, 'service_requests.answer', async ({ id }) =>
      api.serviceRequests.services.query({ id }).then(({ services }) => services),
    ),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: async (event) => {
    const record = await findRecord(event.locals.api, event.params.id)
    if (!record) notFound(event.locals.t)
    return formAction(event, {
      schema: ({ service = '', ...values }, form) => {
        const { file, isTooLarge } = attachmentIn(form)
        if (isTooLarge) return { success: false, refusal: tooLarge }
        const read = fields.safeParse(values)
        return read.success ? { success: true, data: { ...read.data, service, file } } : read
      },
      // Reading fails if the body is larger than this site accepts.
      unreadable: tooLarge,
      // The title is the reason that the customer reads in its access log.
      send: async ({ file, ...input }) =>
        event.locals.api.serviceRequests.open.mutate({
          ...{ ...input, ...(await encoded(file)), reason: input.title, id: record.id },
        }),
      fields: { document_refused: 'file', not_granted: 'service', service_not_for_resellers: 'service' },
      next: ({ id }) => `/service-requests/${id}?done=opened`,
    })
  },
}
