// The pages on which a customer decides about its partners: one holds a service, one can receive it, and one is frozen.
import { pageOn, type SitePage } from './site-page.ts'
import type { Person, World } from './world.ts'

type Given = { customer: { person: Person }; rival: { id: string }; factor: { customer: Person } }

export async function partnerPages(world: World, { customer, rival, factor }: Given): Promise<SitePage[]> {
  const [receiver, frozen] = [await world.partner(), await world.partner()]
  for (const { person } of [receiver, frozen])
    await world.accept(customer.person, (await world.linkOf(person)).token, [])
  await world.asOwner('update organisation set privileges_frozen_at = now() where id = $1', [frozen.id])
  const [earlier, user] = await givenEarlier(world, receiver.person)
  const page = (name: string, path: string) => pageOn('customer')(name, path, customer.person)
  const own = `/partner-relationships/${rival.id}`
  return [
    page('partner relationships', '/partner-relationships'),
    page('partner relationships, no match', '/partner-relationships?search=zzz'),
    page('partner of a customer', own),
    page('remove roles', `${own}/remove-roles`),
    page('move services, before and after', `${own}/move?service=azure&to=${receiver.id}`),
    page('move services', `${own}/move`),
    page('give privileges, not now', `/partner-relationships/${frozen.id}/give`),
    page('agreement, accepted', '/partner-relationships/agreement'),
    pageOn('customer')('partner relationships, agreement due', '/partner-relationships', earlier),
    pageOn('customer')('agreement to accept', '/partner-relationships/agreement', earlier),
    pageOn('customer')('agreement, not a decider', '/partner-relationships/agreement', user),
    page('remove the roles of all', '/partner-relationships/remove-all'),
    pageOn('customer')('partner relationships, none yet', '/partner-relationships', factor.customer),
  ]
}

/** Two people of a customer that accepted an earlier version of the agreement: one who decides, and one who does not. */
async function givenEarlier(world: World, partner: Person): Promise<[Person, Person]> {
  const { id, person } = await world.customer()
  await world.accept(person, (await world.linkOf(partner)).token, [])
  await world.asOwner(`update acceptance set version = '2018-01' where customer_id = $1`, [id])
  const user = await world.person({ organisationId: id, audience: 'customer', roles: ['user'] })
  return [person, user]
}
