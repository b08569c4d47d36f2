// The pages about the use of a customer's privileges, with a use.
import { pageOn, type SitePage } from './site-page.ts'
import type { World } from './world.ts'

export async function accessPages(world: World): Promise<SitePage[]> {
  const [partner, { person }] = [await world.partner(), await world.customer()]
  const { token } = await world.linkOf(partner.person)
  const { relationshipId: id } = await world.accept(person, token, ['azure'])
  const reason = 'INC-20418 lost phone'
  await world.api.mutate(await world.tokenFor(partner.person), 'customerServices.open', {
    ...{ id, service: 'azure', reason },
  })
  const page = pageOn('customer')
  return [
    pageOn('partner')('open a service', `/customers/${id}/open/azure`, partner.person),
    pageOn('partner')('open a service, refused', `/customers/${id}/open/intune`, partner.person),
    page('access log', '/access-log', person),
    page('access log, no match', '/access-log?search=zzz', person),
    page('reason for access', '/access-log/reason', person),
    page('access register', '/partner-relationships/register', person),
  ]
}
