// Home: what a person sees first after signing in.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'

let world: World

beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

test('U5 a partner signs in to Home, which teaches first, and whose lines lead to the lists behind them', async () => {
  const partner = await world.partner({ legalName: 'Early Bird Cloud' })
  const page = await world.pageOf('partner', partner.person)
  await page.goto('/')
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
  await page.getByRole('heading', { name: 'Win your first customer' }).waitFor()
  expect(
    await page.getByRole('main').getByRole('link', { name: 'Request a reseller relationship' }).count(),
  ).toBe(1)

  const { token } = await world.linkOf(partner.person)
  await world.accept((await world.customer({ legalName: 'Bakery One' })).person, token, [])
  await page.getByRole('navigation').first().getByRole('link', { name: 'Customers' }).click()
  await page.getByRole('link', { name: 'Bakery One' }).waitFor()
  await page.getByRole('navigation').first().getByRole('link', { name: 'Home' }).click()
  await page.getByRole('link', { name: /^Customers 1/ }).waitFor()
  await page.getByRole('link', { name: /^Missing privileges 1/ }).click()
  await page.getByRole('link', { name: 'Bakery One' }).waitFor()
  expect(new URL(page.url()).search).toBe('?missing=any')

  await page.getByRole('navigation').first().getByRole('link', { name: 'Home' }).click()
  await page.getByRole('link', { name: /^1 user has no second factor/ }).click()
  await page.getByRole('row').filter({ hasText: '(you)' }).waitFor()
  expect(await page.getByRole('combobox', { name: 'Second factor' }).inputValue()).toBe('none')
})
