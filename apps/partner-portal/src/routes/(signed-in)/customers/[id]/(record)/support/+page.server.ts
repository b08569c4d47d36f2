import { may } from '@entente/domain/core/permission'
import { assignSupportInput } from '@entente/domain/customer/support-contact'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { textOf } from '@entente/site/list-href'
import { formPath } from '@entente/site/page-path'
import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import { inArea } from '#lib/customer/area.server.ts'
import { recordId } from '#lib/customer/subscriptions.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles, organisation } = requireSession(event)
  const { searchParams } = event.url
  const search = textOf(searchParams, 'search')
  const cursor = textOf(searchParams, 'cursor', 1000)
  const list = await inArea(event, 'subscriptions.view', ({ id }) =>
    readList(event.url, 'subscriptions', (place) =>
      event.locals.api.subscriptions.list.query({ id, search, cursor, ...place }),
    ),
  )
  return {
    ...{ list, cursor, search: search ?? '' },
    company: organisation?.legalName ?? '',
    kind: organisation?.partnerKind ?? null,
    mayAssign: may('partner', roles, 'support_contacts.assign'),
    isDone: searchParams.has('done'),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: assignSupportInput,
      send: (input) => event.locals.api.supportContacts.assign.mutate({ ...input, id: recordId(event) }),
      next: formPath(event.url, { done: 'yes' }),
    }),
}
