import { opensTo } from '@entente/domain/core/permission'
import { requireSession } from '@entente/site/session'
import { inArea } from '#lib/customer/area.server.ts'
import { readRequestFilters } from '#lib/customer/service-requests.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles, organisation } = requireSession(event)
  const { locals, url } = event
  const filters = readRequestFilters(url.searchParams)
  const area = await inArea(event, 'service_requests.view', async ({ id }) => ({
    list: await locals.api.serviceRequests.list.query({ ...filters, customer: id }),
    ...(await locals.api.serviceRequests.services.query({ id })),
  }))
  return {
    filters,
    area,
    cloudName: locals.cloud.name,
    mayOpen: opensTo(roles, organisation?.status ?? null, 'service_requests.create'),
  }
}
