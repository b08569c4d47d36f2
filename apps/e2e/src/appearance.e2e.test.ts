// What people notice immediately: the chosen theme from the first frame, and a quick reaction to every press.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openAccountMenu, ready } from '../testing/look.ts'
import { openWorld, type Person, type World } from '../testing/world.ts'

let world: World
let people: Record<'partner' | 'customer' | 'operator', Person>
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
  const [partner, customer, operator] = [
    await world.partner(),
    await world.customer(),
    await world.operator(),
  ]
  people = { partner: partner.person, customer: customer.person, operator }
  await world.accept(people.customer, (await world.linkOf(people.partner)).token)
})
afterAll(() => world?.close())

/** For `addInitScript`: records the page's background in every frame, from the first one. */
function watchBackground(): void {
  const backgrounds = new Set<string>()
  Object.assign(window, { backgrounds })
  const look = () => {
    if (document.body) backgrounds.add(getComputedStyle(document.documentElement).backgroundColor)
    requestAnimationFrame(look)
  }
  look()
}

/** The page's backgrounds so far, at the earliest after two frames: a quick page is ready before its first one. */
const backgrounds = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    return [...(window as unknown as { backgrounds: Set<string> }).backgrounds]
  })

test.each([
  ['partner', '/customers'],
  ['customer', '/partner-relationships'],
  ['operator', '/partners'],
] as const)('U20 the %s site keeps the chosen theme and never flashes the other one', async (side, path) => {
  const page = await world.pageOf(side, people[side], { colorScheme: 'light' })
  await page.addInitScript(watchBackground)
  await page.goto(path)
  await ready(page)
  const light = await backgrounds(page)
  expect(light).toHaveLength(1)
  await openAccountMenu(page)
  await page.getByRole('button', { name: 'Dark', exact: true }).click()
  await page.waitForURL((url) => url.pathname === path)
  await page.locator('html[data-theme=dark]').waitFor()
  await page.reload()
  await ready(page)
  const dark = await backgrounds(page)
  expect(dark).toHaveLength(1)
  expect(dark).not.toEqual(light)
  // Another page in another tab of the same browser; the system's preference no longer counts.
  const other = await page.context().newPage()
  await other.addInitScript(watchBackground)
  for (const colorScheme of ['light', 'dark'] as const) {
    await other.emulateMedia({ colorScheme })
    await other.goto('/account')
    await ready(other)
    expect(await backgrounds(other)).toEqual(dark)
  }
  await openAccountMenu(other)
  await other.getByRole('button', { name: 'Same as my device', exact: true }).click()
  await other.locator('html[data-theme=dark]').waitFor({ state: 'detached' })
  await other.emulateMedia({ colorScheme: 'light' })
  await other.reload()
  await ready(other)
  expect(await backgrounds(other)).toEqual(light)
})

/** For `addInitScript`: the longest time from a press to the next frame (Interaction to Next Paint). */
function watchPresses(): void {
  const presses: number[] = []
  Object.assign(window, { presses })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if ((entry as PerformanceEventTiming).interactionId > 0) presses.push(entry.duration)
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
}

test('U18 the key pages answer a press within a second; the slowest press is printed beside the aim of 100 ms', async () => {
  const { url } = await world.linkOf(people.partner)
  const stranger = await world.customer()
  const acts: [string, Page, string, (page: Page) => Promise<void>][] = [
    ['customers', await world.pageOf('partner', people.partner), '/customers', openRecords],
    ['request', await world.pageOf('partner', people.partner), '/requests/new', write],
    ['review', await world.pageOf('customer', stranger.person), `${new URL(url).pathname}/review`, check],
  ]
  const slowest: Record<string, number> = {}
  for (const [name, page, path, act] of acts) {
    await page.addInitScript(watchPresses)
    await page.goto(path)
    await ready(page)
    await act(page)
    // Everything is measured after the next frame.
    const presses = await page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)))
      return (window as unknown as { presses: number[] }).presses
    })
    expect(presses.length, name).toBeGreaterThan(0)
    slowest[name] = Math.max(...presses)
    await page.context().close()
  }
  const figures = Object.entries(slowest).map(([name, ms]) => `${name} ${ms} ms`)
  process.stdout.write(`U18 slowest press: ${figures.join(', ')}, aim 100 ms\n`)
  // Far above the target, because other tests use the machine at the same time.
  for (const ms of Object.values(slowest)) expect(ms).toBeLessThan(1000)
})

async function openRecords(page: Page): Promise<void> {
  const details = page.getByRole('button', { name: /^Details of/ })
  for (const expanded of ['true', 'false', 'true']) {
    await details.click()
    await page.locator(`main [aria-expanded=${expanded}]`).waitFor()
  }
}

async function write(page: Page): Promise<void> {
  await page.getByLabel('Paragraph 1', { exact: true }).pressSequentially('Good morning')
  await page.getByLabel('Include delegated admin privileges').click()
}

async function check(page: Page): Promise<void> {
  for (const box of await page.getByRole('checkbox').all()) await box.click()
}
