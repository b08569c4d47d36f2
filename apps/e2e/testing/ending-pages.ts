// The pages about the end of a relationship, with one that lasts and one that its partner removed.
import { attestationVersion } from '@entente/domain/core/attestation'
import { pageOn, type SitePage } from './site-page.ts'
import { ownSubscriptionPages, subscriptionPages } from './subscription-pages.ts'
import type { Person, World } from './world.ts'

export async function endingPages(world: World, operator: Person): Promise<SitePage[]> {
  const [{ id: partnerId, person }, customer, former] = [
    await world.partner(),
    await world.customer(),
    await world.customer(),
  ]
  const { token } = await world.linkOf(person)
  const { relationshipId } = await world.accept(customer.person, token)
  const { relationshipId: id } = await world.accept(former.person, token)
  await world.api.mutate(await world.tokenFor(person), 'customerRemoval.remove', {
    ...{ id, typedName: former.legalName, attestation: { given: true, version: attestationVersion } },
  })
  const ask = await world.tokenFor(customer.person)
  const asked = { partnerId, reason: 'We move on.' }
  const { id: endRequestId } = (await world.api.mutate(ask, 'endRequests.ask', asked)) as { id: string }
  await world.asOwner('update end_request set deadline = now() where id = $1', [endRequestId])
  const [portal, site, console] = [pageOn('partner'), pageOn('customer'), pageOn('operator')]
  const [acceptance] = await world.asOwner<{ id: string }>(
    'select id from acceptance where customer_id = $1',
    [former.id],
  )
  // Given long ago, and never used.
  const [unused] = await world.asOwner<{ id: string }>(
    `update admin_grant set granted_at = now() - interval '100 days' where customer_id = $1 returning id`,
    [customer.id],
  )
  const record = `/partner-relationships/${partnerId}`
  const subscriptions = await subscriptionPages(world, operator)
  return [
    ...subscriptions,
    ...(await ownSubscriptionPages(world)),
    portal('former customers', '/customers/former', person),
    portal('former customers, no match', '/customers/former?search=zzz', person),
    portal('former customer', `/customers/${id}`, person),
    portal('export of customers', '/customers/export', person),
    portal('alias and tags', `/customers/labels?id=${relationshipId}`, person),
    portal('tags of all matches', '/customers/tags?country=DE', person),
    portal('own privileges', '/customers/privileges', person),
    portal('own privileges, no match', '/customers/privileges?search=zzz', person),
    portal('give privileges up', `/customers/privileges/give-up?id=${relationshipId}`, person),
    portal('requests to end', '/customers/end-requests', person),
    portal('request to end', `/customers/${relationshipId}/end-request`, person),
    portal('renegotiated agreement', `/customers/${relationshipId}/renegotiation`, person),
    site('renegotiated agreement of the customer', `${record}/renegotiation`, customer.person),
    site('ask to end', `/partner-relationships/${partnerId}/ask-to-end`, customer.person),
    console('mediations', '/end-requests', operator),
    console('unused privileges, no match', '/unused-privileges?search=zzz', operator),
    console('unused privileges', '/unused-privileges', operator),
    console('remove unused privileges', `/unused-privileges/remove?id=${unused?.id}`, operator),
    console('mediation', `/end-requests/${endRequestId}`, operator),
    portal('remove a customer relationship', `/customers/${relationshipId}/remove`, person),
    portal('history of a former customer', `/customers/${id}/history`, person),
    portal('receipt', `/customers/${id}/receipts/${acceptance?.id}`, person),
    site('partner that ended the relationship', record, former.person),
    site('partner', record, customer.person),
    site('receipt of the customer', `${record}/receipts/${acceptance?.id}`, former.person),
  ]
}
