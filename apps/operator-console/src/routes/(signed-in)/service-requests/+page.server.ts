import { queueInput } from '@entente/domain/customer/service-request'
import { filtersIn } from '@entente/site/list-filters'
import { textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

const names = ['status', 'severity', 'handledBy', 'search'] as const

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { searchParams } = event.url
  const { filters } = filtersIn(queueInput.shape, names, searchParams)
  const cursor = textOf(searchParams, 'cursor', 1000)
  return {
    filters,
    cursor,
    list: await event.locals.api.operatorServiceRequests.list.query({ ...filters, cursor }),
  }
}
