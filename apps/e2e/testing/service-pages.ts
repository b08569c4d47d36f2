// The pages about service requests, with one that was asked back and a closed one.
import { pageOn, type SitePage } from './site-page.ts'
import type { Person, World } from './world.ts'

export async function servicePages(world: World, operator: Person): Promise<SitePage[]> {
  const [{ person }, customer] = [await world.partner(), await world.customer()]
  const { token } = await world.linkOf(person)
  const { relationshipId: id } = await world.accept(customer.person, token, ['azure'])
  const open = async (title: string) =>
    (await world.api.mutate(await world.tokenFor(person), 'serviceRequests.open', {
      ...{ id, service: 'azure', severity: 'moderate', title, text: 'Since this morning.' },
    })) as { id: string }
  const answer = async (request: string, act: 'ask' | 'close') =>
    world.api.mutate(await world.tokenFor(operator), 'operatorServiceRequests.answer', {
      ...{ request, act, text: 'Which ones?' },
    })
  const [asked, closed] = [await open('Disks are slow'), await open('A machine does not start')]
  await answer(asked.id, 'ask')
  await answer(closed.id, 'close')
  const [portal, console] = [pageOn('partner'), pageOn('operator')]
  const area = `/customers/${id}/service-requests`
  return [
    portal('service requests', '/service-requests', person),
    portal('service requests, no match', '/service-requests?search=zzz', person),
    portal('service request', `/service-requests/${asked.id}`, person),
    portal('service request, closed', `/service-requests/${closed.id}`, person),
    portal('service requests of a customer', area, person),
    portal('new service request', `${area}/new`, person),
    console('queue of service requests', '/service-requests', operator),
    console('queue of service requests, no match', '/service-requests?search=zzz', operator),
    console('service request of the queue', `/service-requests/${asked.id}`, operator),
    console('service request by phone', `/customers/${customer.id}/service-request`, operator),
  ]
}
