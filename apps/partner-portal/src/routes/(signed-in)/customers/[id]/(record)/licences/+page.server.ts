import { inArea } from '#lib/customer/area.server.ts'
import { atCustomer, lacksReason, reasonIn } from '#lib/customer/reason.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  reason: reasonIn(event.url),
  licences: await inArea(event, 'customer_licences.view', async (record) =>
    lacksReason(record, event.url) ? null : event.locals.api.customerLicences.list.query(atCustomer(event)),
  ),
})
