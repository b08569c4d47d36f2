import { idOf } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import { askToEndInput, endRequestIdInput } from '@entente/domain/relationship/end-request'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { Actions, PageServerLoad } from './$types'

const notices = ['asked', 'withdrawn'] as const

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { api, t } = event.locals
  const partnerId = idOf<'organisation'>().safeParse(event.params.partner)
  if (!partnerId.success) notFound(t)
  const asked = await api.endRequests.withPartner.query({ partnerId: partnerId.data }).catch((cause) => {
    if (refusalOf(cause)?.code === 'not_found') notFound(t)
    throw cause
  })
  return {
    ...asked,
    mayAsk: may('customer', roles, 'partner_relationships.ask_end'),
    askKey: newIdempotencyKey(),
    withdrawKey: newIdempotencyKey(),
    done: notices.find((known) => known === event.url.searchParams.get('done')),
  }
}

export const actions: Actions = {
  ask: (event) =>
    formAction(event, {
      schema: ({ reason }) => askToEndInput.safeParse({ partnerId: event.params.partner, reason }),
      send: (input) => event.locals.api.endRequests.ask.mutate(input),
      next: `/partner-relationships/${event.params.partner}/ask-to-end?done=asked`,
    }),

  withdraw: (event) =>
    formAction(event, {
      schema: endRequestIdInput,
      send: (input) => event.locals.api.endRequests.withdraw.mutate(input),
      next: `/partner-relationships/${event.params.partner}/ask-to-end?done=withdrawn`,
    }),
}
