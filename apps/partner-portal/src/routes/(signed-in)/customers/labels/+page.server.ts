import { may } from '@entente/domain/core/permission'
import { labelInput, labelledInput } from '@entente/domain/relationship/customer-label'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { tagsIn } from '#lib/relationship/tags-in.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { api, t } = event.locals
  if (!may('partner', roles, 'customers.label')) notFound(t)
  const wanted = labelledInput.safeParse({ ids: event.url.searchParams.getAll('id') })
  if (!wanted.success) return { labels: null, idempotencyKey: newIdempotencyKey() }
  const labels = await api.customerLabels.get.query(wanted.data).catch((cause: unknown) => {
    if (refusalOf(cause)?.code === 'not_found') return notFound(t)
    throw cause
  })
  return { labels, idempotencyKey: newIdempotencyKey(), done: event.url.searchParams.has('done') }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => {
        const ids = event.url.searchParams.getAll('id')
        return labelInput.safeParse({
          ids,
          aliases: Object.fromEntries(ids.map((id) => [id, values[`alias.${id}`] ?? ''])),
          add: tagsIn(values.add),
          remove: tagsIn(values.remove),
        })
      },
      send: (input) => event.locals.api.customerLabels.save.mutate(input),
      next: () => `${event.url.pathname}?${event.url.searchParams}&done=`,
      fields: { too_many_tags: 'add' },
    }),
}
