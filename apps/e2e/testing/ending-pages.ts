// The pages about the end of a relationship, with one that lasts and one that its partner removed.
import { attestationVersion } from '@entente/domain/core/attestation'
import { pageOn, type SitePage } from './site-page.ts'
import type { World } from './world.ts'

export async function endingPages(world: World): Promise<SitePage[]> {
  const [{ person }, customer, former] = [
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
  const portal = pageOn('partner')
  return [
    portal('former customers', '/customers/former', person),
    portal('former customers, no match', '/customers/former?search=zzz', person),
    portal('former customer', `/customers/${id}`, person),
    portal('remove a customer relationship', `/customers/${relationshipId}/remove`, person),
  ]
}
