import { idOf } from '@entente/domain/core/id'
import { noteEndInput, settleEndInput } from '@entente/domain/relationship/end-request'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { Actions, PageServerLoad } from './$types'

const notices = ['noted', 'settled'] as const

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const id = idOf<'end_request'>().safeParse(event.params.id)
  if (!id.success) notFound(t)
  const request = await api.operatorEndRequests.get.query({ id: id.data }).catch((cause) => {
    if (refusalOf(cause)?.code === 'not_found') notFound(t)
    throw cause
  })
  return {
    request,
    noteKey: newIdempotencyKey(),
    settleKey: newIdempotencyKey(),
    done: notices.find((known) => known === event.url.searchParams.get('done')),
  }
}

export const actions: Actions = {
  note: (event) =>
    formAction(event, {
      schema: ({ text }) => noteEndInput.safeParse({ id: event.params.id, text }),
      send: (input) => event.locals.api.operatorEndRequests.note.mutate(input),
      next: `/end-requests/${event.params.id}?done=noted`,
    }),

  settle: (event) =>
    formAction(event, {
      schema: ({ outcome, told }) => settleEndInput.safeParse({ id: event.params.id, outcome, told }),
      press: 'operator.ends.settle',
      send: (input) => event.locals.api.operatorEndRequests.settle.mutate(input),
      next: `/end-requests/${event.params.id}?done=settled`,
    }),
}
