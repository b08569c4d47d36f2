import { idOf } from '@entente/domain/core/id'
import { deadLetterKinds } from '@entente/domain/operator/operator-list'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { listHref, textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import { z } from 'zod'
import type { Actions, PageServerLoad } from './$types'

const kindOf = ({ searchParams }: URL) =>
  deadLetterKinds.find((known) => known === textOf(searchParams, 'kind'))

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const cursor = textOf(event.url.searchParams, 'cursor', 1000)
  const kind = kindOf(event.url)
  const { rows, nextCursor } = await event.locals.api.operatorDeadLetters.list.query({ kind, cursor })
  return {
    kind,
    cursor,
    nextCursor,
    jobs: rows.map((job) => ({ ...job, idempotencyKey: newIdempotencyKey() })),
    isRetried: event.url.searchParams.has('retried'),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: z.object({ id: idOf<'outbox'>() }),
      send: (input) => event.locals.api.operatorDeadLetters.retry.mutate(input),
      next: listHref('/dead-letters', { kind: kindOf(event.url), retried: 'yes' }),
    }),
}
