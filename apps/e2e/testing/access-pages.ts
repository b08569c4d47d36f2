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
  const sold = randomUUID()
  await world.asOwner(
    `with listed as (insert into offer (id, code, name, service, seats_min, seats_max, self_service, imported_at)
      values ($1::uuid, 'code-' || $1::uuid, 'Basic', 'azure', 1, 100, false, now()))
    insert into subscription (id, relationship_id, customer_id, partner_id, offer_id, quantity, term, status, created_at,
      started_at, term_started_at) select $1::uuid, id, customer_id, partner_id, $1::uuid, 10, 'P1Y', 'active', now(), now(), now()
      from relationship where id = $2`,
    [sold, id],
  )
  const { runId } = (await world.api.mutate(await world.tokenFor(partner.person), 'customerLicences.start', {
    id,
    subscriptionId: sold,
    act: 'assign',
    userIds: [userId],
  })) as { runId: string }
  // Ended, so that the page does not change while it is looked at.
  await world.asOwner('update licence_run set done = total, finished_at = now() where id = $1', [runId])
  const page = pageOn('customer')
  return [
    pageOn('partner')('open a service', `/customers/${id}/open/azure`, partner.person),
    pageOn('partner')('open a service, refused', `/customers/${id}/open/intune`, partner.person),
    pageOn('partner')('account of a customer', `/customers/${id}/account`, partner.person),
    pageOn('partner')('billing details of a customer', `/customers/${id}/account/billing`, partner.person),
    page('company', '/company', person),
    page('company, edit', '/company/company', person),
    pageOn('partner')('users of a customer', `/customers/${id}/users`, partner.person),
    pageOn('partner')('users of a customer, no match', `/customers/${id}/users?search=zzz`, partner.person),
    pageOn('partner')('deleted users', `/customers/${id}/users?status=deleted`, partner.person),
    pageOn('partner')('add a user to a customer', `/customers/${id}/users/new`, partner.person),
    pageOn('partner')('users of a customer from a file', `/customers/${id}/users/import`, partner.person),
    pageOn('partner')('user of a customer', `/customers/${id}/users/${userId}`, partner.person),
    pageOn('partner')('licences of a customer', `/customers/${id}/licences`, partner.person),
    pageOn('partner')('licences of a subscription', `/customers/${id}/licences/${sold}`, partner.person),
    pageOn('partner')('run of licences', `/customers/${id}/licences/${sold}/runs/${runId}`, partner.person),
    page('access log', '/access-log', person),
    page('access log, no match', '/access-log?search=zzz', person),
    page('reason for access', '/access-log/reason', person),
    page('access register', '/partner-relationships/register', person),
  ]
}
