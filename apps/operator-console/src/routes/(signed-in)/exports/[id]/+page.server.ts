import { idOf } from '@entente/domain/core/id'
import { peopleControlInput } from '@entente/domain/operator/account-control'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { readAct, whyNot } from '#lib/core/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const id = idOf<'organisation'>().safeParse(event.params.id)
  if (!id.success) notFound(t)
  const { can } = await event.parent()
  const refused = whyNot(event.locals, { isAllowed: can.exportTenants, permission: 'tenants.export' })
  const found = refused ? null : await api.operatorExports.get.query({ id: id.data })
  return { found, refused, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => readAct(peopleControlInput, values, { id: event.params.id }),
      press: 'operator.export.submit',
      send: (input) => event.locals.api.operatorExports.ask.mutate(input),
      next: `/exports/${event.params.id}`,
    }),
}
