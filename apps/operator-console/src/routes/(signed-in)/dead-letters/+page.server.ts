import { idOf } from '@entente/domain/core/id'
import { rolesFor } from '@entente/domain/core/permission'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failWith, failWithRefusal } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { textOf } from '#lib/core/list-href.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const cursor = textOf(event.url.searchParams, 'cursor', 1000)
  const { rows, nextCursor } = await event.locals.api.operatorDeadLetters.list.query({ cursor })
  return {
    cursor,
    nextCursor,
    jobs: rows.map((job) => ({ ...job, idempotencyKey: newIdempotencyKey() })),
    isRetried: event.url.searchParams.has('retried'),
    retryRoles: rolesFor('dead_letters.retry'),
  }
}

export const actions: Actions = {
  default: async (event) => {
    requireSession(event)
    const { api, t } = event.locals
    const { idempotencyKey = '', ...values } = await formValues(event.request)
    const id = idOf<'outbox'>().safeParse(values.id)
    if (!id.success) return failWithRefusal({ code: 'invalid_input', fields: {} }, t, {})
    try {
      await api.operatorDeadLetters.retry.mutate({ id: id.data, idempotencyKey })
    } catch (cause) {
      return failWith(cause, t, values)
    }
    redirect(303, '/dead-letters?retried')
  },
}
