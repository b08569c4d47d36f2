import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { importPriceList } from '../testing/subscription-pages.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

test('R-069 R-127 R-152 a provider orders 25 seats for its reseller’s customer, reviews the order, and adds seats later', async () => {
  await importPriceList(world, await world.operator())
  const provider = await world.partner({ kind: 'indirect_provider', legalName: 'Seat Distribution' })
  const reseller = await world.partner({ kind: 'indirect_reseller', legalName: 'Seat Resale' })
  const customer = await world.customer()
  await world.partnership({ provider, reseller })
  for (const { person } of [provider, reseller])
    await world.accept(customer.person, (await world.linkOf(person, false)).token)

  const page = await world.pageOf('partner', provider.person)
  await page.goto('/customers')
  await page.getByRole('link', { name: customer.legalName }).first().click()
  await page.getByRole('link', { name: 'Subscriptions' }).click()
  await page.getByRole('link', { name: 'Order a subscription' }).click()
  await page.getByRole('link', { name: 'Business Basic' }).click()
  await page.getByLabel('Seats').fill('25')
  await page.getByLabel('Indirect reseller').selectOption('Seat Resale')
  await page.getByRole('button', { name: 'Review' }).click()
  await page.getByText('€140.00').waitFor()
  await page.getByRole('button', { name: 'Place order' }).click()
  await page.getByRole('heading', { name: 'Business Basic' }).waitFor()
  await expect
    .poll(async () => {
      await page.reload()
      return page.getByText('Active').count()
    })
    .toBeGreaterThan(0)
  await page.getByLabel('Seats').fill('30')
  await page.getByRole('button', { name: 'Review' }).click()
  await page.getByText('From 25 to 30 seats, €168.00 per term').waitFor()
  await page.getByRole('button', { name: 'Order', exact: true }).click()
  await page.getByText('Seats from 25 to 30').waitFor()
  await page.getByRole('link', { name: 'All subscriptions' }).click()
  await page.getByRole('link', { name: 'Business Basic' }).waitFor()
})
