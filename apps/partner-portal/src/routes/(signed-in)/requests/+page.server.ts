import { idOf } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import { z } from 'zod'
import { readListState, wishOf } from '#lib/relationship/request-list-query.server.ts'
import { sendAgainAction } from '#lib/relationship/send-again.server.ts'
import type { Actions, PageServerLoad } from './$types'

const recipientIds = z.array(idOf<'recipient'>()).min(1).max(100)

export const load: PageServerLoad = async (event) => {
  const { api, cloud, timeZone } = event.locals
  const { roles } = requireSession(event)
  event.depends('list:requests')
  const state = readListState(event.url.searchParams)
  // Read the counter first: the next poll then notices a change between the two reads.
  const { counter } = await api.relationshipRequest.counter.query()
  const list = await readList(event.url, 'rows', (place) =>
    api.relationshipRequest.list.query({ ...wishOf(state, timeZone), ...place }),
  )
  return {
    ...{ state, counter, list },
    idempotencyKey: newIdempotencyKey(),
    withdrawn: Number(event.url.searchParams.get('withdrawn')) || 0,
    maySend: cloud.requests.sendForMe && may('partner', roles, 'relationship_request.prepare'),
    maySendPrivileges:
      !cloud.requests.privilegesChoice || may('partner', roles, 'relationship_request.include_privileges'),
  }
}

export const actions: Actions = {
  sendAgain: (event) => sendAgainAction(event, ({ id }) => ({ sentIds: [id] })),
  remind: (event) =>
    formAction(event, {
      schema: (_, form) => z.object({ recipientIds }).safeParse({ recipientIds: form.getAll('recipientId') }),
      send: (input) => event.locals.api.relationshipRequest.remind.mutate(input),
      next: ({ sentIds, ...reminded }) => ({ sentIds, reminded }),
    }),
  /** **Undo** of mails that wait, from any page. */
  withdraw: (event) =>
    formAction(event, {
      schema: (_, form) => z.object({ recipientIds }).safeParse({ recipientIds: form.getAll('recipientId') }),
      send: (input) => event.locals.api.relationshipRequest.withdraw.mutate(input),
      next: ({ withdrawn, draftIds: [draft] }) =>
        draft ? `/requests/new?draft=${draft}&withdrawn` : `/requests?withdrawn=${withdrawn}`,
    }),
}
