// A helpdesk agent asks the operator for help with a customer's service, and is told by e-mail.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { linkIn } from '../testing/mails.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('§4.12 M-19 a helpdesk agent opens a request with an attachment, an operator asks, the partner replies, it is closed', async () => {
  const partner = await world.partner({ legalName: `Petrel ${Date.now()}` })
  const customer = await world.customer()
  const { token } = await world.linkOf(partner.person)
  const { relationshipId } = await world.accept(customer.person, token, ['azure'])
  const roles = ['helpdesk_agent' as const]
  const agent = await world.person({ organisationId: partner.id, audience: 'partner', roles })
  const portal = await world.pageOf('partner', agent)
  await portal.goto(`/customers/${relationshipId}/service-requests`)
  await portal.getByRole('link', { name: 'New service request' }).click()
  await portal.getByLabel('Critical').check()
  await portal.getByLabel('Title').fill('Disks are slow')
  await portal.getByLabel('Description').fill('Since this morning, all of them.')
  await portal
    .getByLabel('Attachment')
    .setInputFiles({ name: 'graph.png', mimeType: 'image/png', buffer: pixel })
  await portal.getByRole('button', { name: 'Open service request' }).click()
  await portal.getByText('The service request is open.').waitFor()

  const console = await world.pageOf('operator', await world.operator())
  await console.goto('/service-requests?handledBy=nobody&severity=critical')
  await console.getByRole('row').filter({ hasText: partner.legalName }).getByRole('link').first().click()
  const [file] = await Promise.all([
    console.waitForEvent('download'),
    console.getByRole('link', { name: 'Download graph.png' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('graph.png')
  await console.getByRole('textbox', { name: 'Message' }).fill('Which region?')
  await console.getByRole('button', { name: 'Ask the partner' }).click()
  await console.getByText('Your message was sent.').waitFor()

  const mail = await world.mails.arrival(agent.email, /^Question: Disks are slow$/)
  await portal.goto(new URL(linkIn(mail, '/service-requests/')).pathname)
  await portal.getByText('Which region?').waitFor()
  await portal.getByRole('textbox', { name: 'Message' }).fill('West.')
  await portal.getByRole('button', { name: 'Reply', exact: true }).click()
  await portal.getByText('Your message was sent.').waitFor()
  await console.reload()
  await console.getByText('West.').waitFor()
  await console.getByRole('button', { name: 'Close request' }).click()
  await console.getByText('The service request is closed.').waitFor()
  await portal.reload()
  await portal.getByRole('button', { name: 'Reopen request' }).waitFor()

  // Without privileges the portal opens none, and an operator does on the partner's call.
  await world.api.mutate(await world.tokenFor(customer.person), 'partnerRelationships.removeRoles', {
    ...{ partnerId: partner.id, services: ['azure'] },
  })
  await portal.goto(`/customers/${relationshipId}/service-requests`)
  await portal.getByText('Call the operator to have it opened.').waitFor()
  await console.goto(`/customers/${customer.id}`)
  await console.getByRole('link', { name: 'Open a service request by phone' }).click()
  await console.getByLabel('E-mail of the caller').fill(agent.email)
  await console.getByLabel('Service', { exact: true }).selectOption('Azure')
  await console.getByLabel('Title').fill('Disks are slow again')
  await console.getByLabel('Description').fill('She calls from the data centre.')
  await console.getByRole('button', { name: 'Open service request' }).click()
  await console.getByText('Opened by phone', { exact: true }).waitFor()
})
