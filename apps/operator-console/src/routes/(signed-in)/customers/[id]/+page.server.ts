import { findCustomer } from '#lib/operator/find-customer.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const services = new Map(event.locals.cloud.services.map(({ id, name }) => [id, name]))
  const { customer, agreement, people, partners } = await findCustomer(event)
  return {
    customer,
    agreement,
    people,
    partners: partners.map((partner) => ({
      ...partner,
      services: partner.services.map((id) => services.get(id) ?? id),
    })),
    haveSessionsEnded: event.url.searchParams.has('ended'),
  }
}
