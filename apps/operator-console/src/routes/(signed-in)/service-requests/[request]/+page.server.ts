import { idOf } from '@entente/domain/core/id'
import { answerRequestInput, canHappen } from '@entente/domain/customer/service-request'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

const notices = ['opened', 'said', 'closed', 'taken'] as const

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, cloud, t } = event.locals
  const request = await api.operatorServiceRequests.get.query({ request: idIn(event) }).catch((cause) => {
    if (refusalOf(cause)?.code === 'not_found') notFound(t)
    throw cause
  })
  return {
    request,
    serviceName: cloud.services.find(({ id }) => id === request.service)?.name ?? request.service,
    isOpen: canHappen(request.status, 'answer'),
    takeKey: newIdempotencyKey(),
    answerKey: newIdempotencyKey(),
    done: notices.find((known) => known === event.url.searchParams.get('done')),
  }
}

export const actions: Actions = {
  takeOver: (event) => {
    const request = idIn(event)
    return formAction(event, {
      send: (press) => event.locals.api.operatorServiceRequests.takeOver.mutate({ ...press, request }),
      next: `/service-requests/${request}?done=taken`,
    })
  },
  answer: (event) => {
    const request = idIn(event)
    return formAction(event, {
      schema: ({ act, text }) => answerRequestInput.safeParse({ act, text }),
      send: (input) => event.locals.api.operatorServiceRequests.answer.mutate({ ...input, request }),
      next: ({ status }) => `/service-requests/${request}?done=${status === 'closed' ? 'closed' : 'said'}`,
    })
  },
}

function idIn({ params, locals }: RequestEvent<{ request: string }>) {
  const id = idOf<'service_request'>().safeParse(params.request)
  return id.success ? id.data : notFound(locals.t)
}
