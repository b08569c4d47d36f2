// A customer's record from both sides: what a provider sells, what its reseller does with it, and what the customer decides.
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { importPriceList } from '../testing/subscription-pages.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

/** A provider and its reseller, both partners of a customer; the reseller has privileges. */
async function given() {
  await importPriceList(world, await world.operator())
  const stamp = Date.now()
  const provider = await world.partner({ kind: 'indirect_provider', legalName: `Seat Distribution ${stamp}` })
  const reseller = await world.partner({ kind: 'indirect_reseller', legalName: `Seat Resale ${stamp}` })
  const customer = await world.customer()
  await world.partnership({ provider, reseller })
  const sold = await world.accept(customer.person, (await world.linkOf(provider.person, false)).token)
  const kept = await world.accept(customer.person, (await world.linkOf(reseller.person)).token, [
    ...['azure', 'microsoft-365'],
  ])
  const users = Array.from({ length: 20 }, (_, index) => `user${index}@seats-${stamp}.example`)
  const agent = { organisationId: reseller.id, audience: 'partner' as const }
  const helpdesk = await world.person({ ...agent, roles: ['helpdesk_agent'] })
  return {
    ...{ provider, reseller, customer, users, helpdesk },
    atProvider: `/customers/${sold.relationshipId}`,
    atReseller: `/customers/${kept.relationshipId}`,
  }
}
type Given = Awaited<ReturnType<typeof given>>

/** The provider's page of the new subscription, once the provisioner has carried the order out. */
async function order(portal: Page, { atProvider, reseller }: Given) {
  await portal.goto(atProvider)
  await portal.getByRole('link', { name: 'Subscriptions' }).click()
  await portal.getByRole('link', { name: 'Order a subscription' }).click()
  await portal.getByRole('link', { name: 'Business Basic' }).click()
  await portal.getByLabel('Seats').fill('25')
  await portal.getByLabel('Indirect reseller').selectOption(reseller.legalName)
  await portal.getByRole('button', { name: 'Review' }).click()
  await portal.getByText('€140.00').waitFor()
  await portal.getByRole('button', { name: 'Place order' }).click()
  await portal.getByRole('heading', { name: 'Business Basic' }).waitFor()
  await expect
    .poll(
      async () => {
        await portal.reload()
        return portal.getByText('Active').count()
      },
      { timeout: 20_000, interval: 200 },
    )
    .toBeGreaterThan(0)
  return new URL(portal.url()).pathname
}

/** Adds the users from a file, whose first row names nobody. */
async function addUsers(portal: Page, { atReseller, users }: Given) {
  await portal.goto(`${atReseller}/users`)
  await portal.getByRole('link', { name: 'Add users from a file' }).click()
  const lines = ['User name,Name', ',Nobody', ...users.map((name) => `${name},${name.split('@')[0]}`)]
  const file = { name: 'users.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) }
  await portal.getByLabel('CSV file').setInputFiles(file)
  await portal.getByRole('button', { name: 'Check file' }).click()
  await portal.getByText('User name: A value is missing.').waitFor()
  await portal.getByRole('button', { name: 'Create 20 users' }).click()
  await portal.getByRole('heading', { name: '20 users have been created' }).waitFor()
  const download = portal.waitForEvent('download')
  await portal.getByRole('link', { name: 'Download passwords' }).click()
  const passwords = await readFile(await (await download).path(), 'utf8')
  expect(passwords.trim().split('\n')).toHaveLength(21)
}

async function assignAll(portal: Page, { atReseller, users }: Given) {
  await portal.goto(`${atReseller}/licences`)
  await portal.getByRole('link', { name: 'Business Basic' }).click()
  await portal.getByLabel('User names').fill(users.join('\n'))
  await portal.getByRole('button', { name: 'Assign licences' }).last().click()
  await portal.getByText('Done for 20 of 20 users.').waitFor()
}

async function openPortal(portal: Page, { atReseller }: Given) {
  const azure = 'https://portal.azure.com/'
  await portal.context().route(`${azure}**`, (route) => route.fulfill({ body: 'The portal of Azure' }))
  await portal.goto(atReseller)
  const opened = portal.context().waitForEvent('page')
  await portal.getByRole('button', { name: 'Open Azure' }).click()
  await (await opened).waitForURL(`${azure}#entente-hand-over=*`)
}

test('R-069 R-127 R-151 R-152 R-172 D-09 a provider sells, its reseller manages, the customer closes that and buys itself', async () => {
  const act = await given()
  const { provider, reseller, customer, helpdesk, atProvider, atReseller } = act
  const seller = await world.pageOf('partner', provider.person)
  const subscription = await order(seller, act)
  const portal = await world.pageOf('partner', reseller.person)
  await addUsers(portal, act)
  await assignAll(portal, act)
  await openPortal(portal, act)
  const site = await world.pageOf('customer', customer.person, { javaScriptEnabled: false })
  await site.goto('/access-log')
  const row = site.getByRole('row').filter({ hasText: 'Opened Azure' })
  for (const text of [reseller.legalName, reseller.person.name]) await row.getByText(text).waitFor()

  const agent = await world.pageOf('partner', helpdesk)
  await agent.goto(`${atReseller}/service-requests/new`)
  await agent.getByLabel('Service', { exact: true }).selectOption('Microsoft 365')
  await agent.getByLabel('Title').fill('Mail is late')
  await agent.getByLabel('Description').fill('By an hour, since this morning.')
  await agent.getByRole('button', { name: 'Open service request' }).click()
  await agent.getByText('The service request is open.').waitFor()
  const console = await world.pageOf('operator', await world.operator())
  await console.goto('/service-requests?handledBy=nobody')
  await console.getByRole('row').filter({ hasText: reseller.legalName }).getByRole('link').first().click()
  await console.getByRole('textbox', { name: 'Message' }).fill('We look into it.')
  await console.getByRole('button', { name: 'Answer', exact: true }).click()
  await console.getByText('Your message was sent.').waitFor()

  // The customer takes the privileges away: the next request of the reseller finds everything closed.
  await world.api.mutate(await world.tokenFor(customer.person), 'partnerRelationships.removeRoles', {
    ...{ partnerId: reseller.id, services: ['azure', 'microsoft-365'] },
  })
  for (const area of ['users', 'licences']) {
    await portal.goto(`${atReseller}/${area}`)
    await portal.getByText('The customer has not granted you admin privileges for this').waitFor()
  }
  await agent.goto(`${atReseller}/service-requests`)
  await agent.getByText('Call the operator to have it opened.').waitFor()

  // The subscription runs on, and its seller still sells.
  await seller.goto(subscription)
  await seller.getByLabel('Seats').fill('30')
  await seller.getByRole('button', { name: 'Review' }).click()
  await seller.getByText('From 25 to 30 seats, €168.00 per term').waitFor()
  await seller.getByRole('button', { name: 'Order', exact: true }).click()
  await seller.getByText('Seats from 25 to 30').waitFor()

  // The customer buys once the provider allows it, and reads whom to call.
  await site.goto('/subscriptions')
  await site.getByRole('row').filter({ hasText: 'Business Basic' }).getByText(reseller.legalName).waitFor()
  await site.getByText('Ask one of these partners to allow it').waitFor()
  await seller.goto(`${atProvider}/permissions`)
  await seller.getByRole('button', { name: 'Allow', exact: true }).click()
  await seller.getByText('The customer can now buy its own services.').waitFor()
  await seller.goto(`${atProvider}/support`)
  await seller.getByRole('button', { name: `Assign to ${reseller.legalName}` }).click()
  await seller.getByText('The support contact is assigned.').waitFor()
  await site.reload()
  await site.getByRole('link', { name: 'Buy', exact: true }).click()
  await site.getByRole('link', { name: 'Virtual machine reservation' }).click()
  await site.getByRole('button', { name: 'Review' }).click()
  await site.getByRole('button', { name: 'Buy', exact: true }).click()
  await site.getByText('Your order is placed.').waitFor()
  const bought = site.getByRole('row').filter({ hasText: 'Virtual machine reservation' })
  await bought.getByRole('link', { name: provider.legalName }).waitFor()
})
