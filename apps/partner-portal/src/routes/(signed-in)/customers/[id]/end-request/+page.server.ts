import { may } from '@entente/domain/core/permission'
import { answerEndInput } from '@entente/domain/relationship/end-request'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { findRecord } from '#lib/relationship/customer-record.server.ts'
import type { Actions, PageServerLoad } from './$types'

const notices = ['agree', 'explain'] as const

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { api, t } = event.locals
  const record = await findRecord(api, event.params.id)
  const request = record && (await api.endRequests.atCustomer.query({ id: record.id }))
  if (!request) notFound(t)
  return {
    customer: { id: record.id, name: record.account.name },
    request,
    mayAnswer: may('partner', roles, 'customers.remove'),
    idempotencyKey: newIdempotencyKey(),
    done: notices.find((known) => known === event.url.searchParams.get('done')),
  }
}

export const actions: Actions = {
  default: async (event) => {
    const record = await findRecord(event.locals.api, event.params.id)
    if (!record) notFound(event.locals.t)
    return formAction(event, {
      schema: ({ answer, text }) => answerEndInput.safeParse({ answer, text }),
      send: (input) => event.locals.api.endRequests.answer.mutate({ ...input, id: record.id }),
      next: (_, { answer }) => `/customers/${record.id}/end-request?done=${answer}`,
    })
  },
}
