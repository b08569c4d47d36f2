import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

test('R-131 R-132 R-133 R-145 R-150 M-09 a reseller invites a customer jointly; one press makes both partners, and each sees only what they share', async () => {
  const reseller = await world.partner({ kind: 'indirect_reseller', legalName: 'Resale North' })
  const provider = await world.partner({ kind: 'indirect_provider', legalName: 'Tailspin Supply' })
  await world.partnership({ reseller, provider })
  const customer = await world.customer({ legalName: 'Shared Bakery' })
  const other = await world.customer({ legalName: 'Provider Only' })
  await world.accept(other.person, (await world.linkOf(provider.person)).token)

  const page = await world.pageOf('partner', reseller.person)
  await page.goto('/indirect-providers')
  await page.getByRole('link', { name: 'Invite new customers' }).click()
  await page.getByRole('heading', { name: 'Invite new customers with Tailspin Supply' }).waitFor()
  await page.getByText('Have the customer’s e-mail address at hand').waitFor()
  const link = await page.getByLabel('Link', { exact: true }).inputValue()

  const site = await world.pageOf('customer', customer.person)
  await site.goto(`${new URL(link).pathname}/review`)
  for (const name of ['Resale North', 'Tailspin Supply'])
    await site.getByRole('heading', { level: 3, name }).waitFor()
  await site.getByText('Tailspin Supply gets no admin privileges by this request').waitFor()
  await site.getByRole('checkbox', { name: 'I accept the agreement' }).check()
  await site.getByRole('button', { name: 'Authorize' }).click()
  await site
    .getByRole('heading', { name: 'Resale North and Tailspin Supply are now your partners' })
    .waitFor()

  for (const [partner, path] of [
    [reseller, '/indirect-providers'],
    [provider, '/indirect-resellers'],
  ] as const) {
    const own = await world.pageOf('partner', partner.person)
    await own.goto(path)
    await own.getByRole('link', { name: 'View customers' }).click()
    await own.getByRole('link', { name: 'Shared Bakery' }).waitFor()
    await expect.poll(() => own.getByText('Provider Only').count()).toBe(0)
  }
})
