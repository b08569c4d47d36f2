import { requireSession } from '@entente/site/session'
import { readRequestFilters } from '#lib/customer/service-requests.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { locals, url } = event
  const filters = readRequestFilters(url.searchParams)
  return { filters, cloudName: locals.cloud.name, list: await locals.api.serviceRequests.list.query(filters) }
}
