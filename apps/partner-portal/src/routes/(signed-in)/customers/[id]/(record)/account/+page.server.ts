import { inArea } from '#lib/customer/area.server.ts'
import { lacksReason, reasonIn } from '#lib/customer/reason.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const reason = reasonIn(event.url)
  const profile = await inArea(event, 'customer_profile.view', async (record) =>
    lacksReason(record, event.url)
      ? null
      : event.locals.api.customerProfiles.get.query({ id: record.id, ...(reason && { reason }) }),
  )
  return { profile, reason, isSaved: event.url.searchParams.has('saved') }
}
