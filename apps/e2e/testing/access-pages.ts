// The pages about the use of a customer's privileges, with a use.
import { randomUUID } from 'node:crypto'
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
  const added = { id, userName: 'ada@contoso.example', displayName: 'Ada Roy', idempotencyKey: randomUUID() }
  const { userId } = (await world.api.mutate(
    await world.tokenFor(partner.person),
    'customerUsers.create',
    added,
  )) as { userId: string }
  await world.asOwner(`update customer_user set status = 'active' where id = $1`, [userId])
  const page = pageOn('customer')
  return [
    pageOn('partner')('open a service', `/customers/${id}/open/azure`, partner.person),
    pageOn('partner')('open a service, refused', `/customers/${id}/open/intune`, partner.person),
    pageOn('partner')('users of a customer', `/customers/${id}/users`, partner.person),
    pageOn('partner')('users of a customer, no match', `/customers/${id}/users?search=zzz`, partner.person),
    pageOn('partner')('deleted users', `/customers/${id}/users?status=deleted`, partner.person),
    pageOn('partner')('add a user to a customer', `/customers/${id}/users/new`, partner.person),
    pageOn('partner')('user of a customer', `/customers/${id}/users/${userId}`, partner.person),
    page('access log', '/access-log', person),
    page('access log, no match', '/access-log?search=zzz', person),
    page('reason for access', '/access-log/reason', person),
    page('access register', '/partner-relationships/register', person),
  ]
}
