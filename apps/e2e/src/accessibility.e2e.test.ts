// Every page of the three sites for people who see little, use no mouse, or read on a small screen.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { givenPages, type SitePage } from '../testing/pages.ts'
import { tabWalk } from '../testing/tab-walk.ts'
import { openWorld, type Side, type World } from '../testing/world.ts'

let world: World
let pages: SitePage[]
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
  pages = await givenPages(world)
})
afterAll(() => world?.close())

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds, one line for each element. */
async function axeFaults(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(standards)).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary?.split('\n')[1]?.trim()}`,
    ),
  )
}

/** How far the page is wider than its window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Adds up layout shifts from the first byte on. */
function countShifts(): void {
  const counted = window as unknown as { shifted: number }
  counted.shifted = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      counted.shifted += (entry as PerformanceEntry & { value: number }).value
  }).observe({ type: 'layout-shift', buffered: true })
}

const shifts = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { shifted: number }).shifted)

async function faultsOf(wanted: SitePage): Promise<string[]> {
  const page = await world.pageOf(wanted.side, wanted.as, { viewport: { width: 1280, height: 720 } })
  await page.addInitScript(countShifts)
  const answer = await page.goto(wanted.path)
  if (wanted.side === 'partner') await page.waitForLoadState('networkidle')
  const faults: string[] = []
  // A calm page about a fault is accessible too, but not the page that was wanted.
  if ((answer?.status() ?? 500) >= 500) faults.push(`answers ${answer?.status()}`)
  const shifted = await shifts(page)
  if (shifted > 0.02) faults.push(`U18 the layout shifts by ${shifted}`)
  faults.push(...(await axeFaults(page)).map((fault) => `U19 ${fault}`))
  faults.push(...(await tabWalk(page)).map((fault) => `U3 ${fault}`))
  // The dark page is the same page in other colours.
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.evaluate(() => Promise.all(document.getAnimations().map((fade) => fade.finished)))
  faults.push(
    ...(await axeFaults(page, ['color-contrast', 'link-in-text-block'])).map((fault) => `U20 dark: ${fault}`),
  )
  await page.setViewportSize({ width: 320, height: 640 })
  const wide = await overflow(page)
  if (wide > 0) faults.push(`U21 ${wide} px wider than a window of 320 px`)
  await page.context().close()
  return faults.map((fault) => `${wanted.name}: ${fault}`)
}

test.concurrent.each(['partner', 'customer', 'operator'] as const)(
  'U3 U18 U19 U20 U21 every page of the %s site',
  async (side: Side) => {
    const faults: string[] = []
    for (const page of pages.filter((one) => one.side === side)) faults.push(...(await faultsOf(page)))
    expect(faults).toEqual([])
  },
  300_000,
)

test.each(['de', 'zh-CN'])('U19 U21 the longest pages in %s', async (language) => {
  const faults: string[] = []
  for (const wanted of pages.filter(({ name }) => ['request', 'review'].includes(name))) {
    const page = await world.pageOf(wanted.side, wanted.as)
    await page
      .context()
      .addCookies([{ name: 'entente-language', value: language, url: world.urls[wanted.side] }])
    await page.goto(wanted.path)
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
    faults.push(...(await axeFaults(page)))
    await page.setViewportSize({ width: 320, height: 640 })
    if ((await overflow(page)) > 0) faults.push(`${wanted.name} is too wide`)
    await page.context().close()
  }
  expect(faults).toEqual([])
})
