// Open lists: what they ask for while nothing happens, and how they learn that something did.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

/** Opens a page, and waits until it watches; then tells what it asks its site for. */
async function openPage(path: string) {
  const partner = await world.partner()
  const page = await world.pageOf('partner', partner.person)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  const watching = page.waitForResponse((response) => response.url().includes('/counter'))
  await page.goto(path)
  await watching
  await page.waitForLoadState('load')
  asked.length = 0
  const { token } = await world.linkOf(partner.person)
  const accepted = async () => {
    const customer = await world.customer()
    await world.accept(customer.person, token)
    return customer
  }
  return { page, asked, accepted }
}

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

test('U25 an idle list asks its site for nothing, and still shows a customer that is added', async () => {
  const [customers, requests] = await Promise.all([openPage('/customers'), openPage('/requests')])
  await sleep(12_000)
  // Each request would cost the API at least two calls.
  expect([customers.asked, requests.asked]).toEqual([[], []])
  const { legalName } = await customers.accepted()
  await row(customers.page, legalName).waitFor()
  expect(customers.asked).toContain('/counter')
  expect(customers.asked).not.toContain('/changes')
  expect(requests.asked).toEqual([])
})

test('U25 a hidden list lets go of its stream, and is up to date when it is seen again', async () => {
  const { page, asked, accepted } = await openPage('/customers')
  const show = (state: 'hidden' | 'visible') =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'visibilityState', { value: now, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)
  const closed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/changes'))
  await show('hidden')
  await closed
  const { legalName } = await accepted()
  await sleep(3000)
  expect(asked).toEqual([])
  await show('visible')
  await row(page, legalName).waitFor()
})

test('U25 a list whose stream is refused asks by itself, less and less often', async () => {
  const partner = await world.partner()
  const page = await world.pageOf('partner', partner.person)
  const tries: number[] = []
  await page.route('**/changes', (route) => {
    tries.push(performance.now())
    return route.fulfill({ status: 503 })
  })
  await page.goto('/customers')
  await expect.poll(() => tries.length).toBeGreaterThan(1)
  const { token } = await world.linkOf(partner.person)
  const customer = await world.customer()
  await world.accept(customer.person, token)
  await row(page, customer.legalName).waitFor()
  await expect.poll(() => tries.length, { timeout: 30_000 }).toBeGreaterThan(4)
  const waits = tries.slice(1).map((at, index) => at - (tries[index] as number))
  expect(waits[3]).toBeGreaterThan(waits[0] as number)
})
