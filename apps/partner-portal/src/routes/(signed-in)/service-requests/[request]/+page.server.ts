import { idOf } from '@entente/domain/core/id'
import { opensTo } from '@entente/domain/core/permission'
import { canHappen, replyRequestInput } from '@entente/domain/customer/service-request'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'
import { attachmentIn, encoded, tooLarge } from '#lib/customer/service-requests.server.ts'
import type { Actions, PageServerLoad } from './$types'

const notices = ['opened', 'said', 'closed'] as const

export const load: PageServerLoad = async (event) => {
  const { roles, organisation } = requireSession(event)
  const request = await find(event)
  const may = opensTo(roles, organisation?.status ?? null, 'service_requests.answer')
  return {
    request,
    serviceName:
      event.locals.cloud.services.find(({ id }) => id === request.service)?.name ?? request.service,
    mayReply: may && canHappen(request.status, 'reply'),
    mayReopen: may && canHappen(request.status, 'reopen'),
    idempotencyKey: newIdempotencyKey(),
    done: notices.find((known) => known === event.url.searchParams.get('done')),
  }
}

export const actions: Actions = {
  reply: async (event) => {
    const request = await find(event)
    return formAction(event, {
      schema: (values, form) => {
        const { file, isTooLarge } = attachmentIn(form)
        if (isTooLarge) return { success: false, refusal: tooLarge }
        const read = replyRequestInput.safeParse({ act: values.act, text: values.text })
        return read.success ? { success: true, data: { ...read.data, file } } : read
      },
      // Reading fails if the body is larger than this site accepts.
      unreadable: tooLarge,
      send: async ({ file, ...input }) =>
        event.locals.api.serviceRequests.reply.mutate({
          ...{ ...input, ...(await encoded(file)), id: request.relationshipId, request: request.id },
        }),
      fields: { document_refused: 'file' },
      next: ({ status }) => `/service-requests/${request.id}?done=${status === 'closed' ? 'closed' : 'said'}`,
    })
  },
  reopen: async (event) => {
    const { id: request, relationshipId: id, service, title: reason } = await find(event)
    return formAction(event, {
      schema: ({ text }) => replyRequestInput.safeParse({ act: 'reply', text }),
      send: ({ text, idempotencyKey }) =>
        event.locals.api.serviceRequests.reopen.mutate({
          id,
          request,
          service,
          reason,
          text,
          idempotencyKey,
        }),
      next: `/service-requests/${request}?done=said`,
    })
  },
}

async function find({ params, locals: { api, t } }: RequestEvent<{ request: string }>) {
  const id = idOf<'service_request'>().safeParse(params.request)
  if (!id.success) notFound(t)
  return api.serviceRequests.get.query({ request: id.data }).catch((cause) => {
    if (refusalOf(cause)?.code === 'not_found') notFound(t)
    throw cause
  })
}
