import { customerUserListInput } from '@entente/domain/customer/customer-user'
import { textOf } from '@entente/site/list-href'
import { inArea } from '#lib/customer/area.server.ts'
import { lacksReason, reasonIn } from '#lib/customer/reason.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) =>
  inArea(event, 'customer_users.view', async (record) => {
    const { searchParams } = event.url
    const reason = reasonIn(event.url)
    const state = {
      search: textOf(searchParams, 'search'),
      cursor: textOf(searchParams, 'cursor', 1000),
      status: customerUserListInput.shape.status
        .catch('present')
        .parse(searchParams.get('status') ?? undefined),
    }
    const isAsked = lacksReason(record, event.url)
    const list = isAsked
      ? null
      : await event.locals.api.customerUsers.list.query({
          id: record.id,
          ...(reason && { reason }),
          ...state,
        })
    return { list, state, reason }
  }).then((users) => ({ users }))
