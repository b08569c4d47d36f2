// Markup in an address and in a refused form stays text. The walk in accessibility.e2e checks every page.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { inTurns } from '../testing/in-turns.ts'
import { ready } from '../testing/look.ts'
import { payloads } from '../testing/markup.ts'
import { byVisitor } from '../testing/pages.ts'
import type { SitePage } from '../testing/site-page.ts'
import { listen, traces } from '../testing/trouble.ts'
import { openWorld, type Person, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

/** Opens the pages of one visitor and answers what the browser reports about them. */
async function visit(visits: readonly SitePage[]): Promise<string[]> {
  const found: string[] = []
  const { side, as } = visits[0] as SitePage
  const page = await world.pageOf(side, as)
  const trouble = await listen(page)
  for (const { path } of visits) {
    await page.goto(path)
    // By then the portal's own scripts have run; the other sites have none.
    await ready(page)
    trouble.push(...(await traces(page)))
    found.push(...trouble.splice(0).map((one) => `${path}: ${one}`))
  }
  await page.context().close()
  return found
}

test('S18 markup in a URL stays text', async () => {
  const [{ person: admin }, { person: agent }] = [await world.customer(), await world.partner()]
  const addresses: [SitePage['side'], (text: string) => string, Person | undefined][] = [
    ['partner', (text) => `/customers?search=${text}&sort=${text}&cursor=${text}`, agent],
    ['partner', (text) => `/nowhere/${text}?${text}`, undefined],
    ['partner', (text) => `/sign-in?return=${text}`, undefined],
    ['customer', (text) => `/invitation/${text}`, undefined],
    ['customer', (text) => `/sign-up?invitation=${text}`, undefined],
    ['customer', (text) => `/partner-relationships?removed=${text}`, admin],
    ['customer', (text) => `/people?decided=${text}`, admin],
  ]
  const visits = addresses.flatMap(([side, path, as], at) =>
    payloads
      .filter((_, which) => process.env.FULL || which % addresses.length === at)
      .map((payload) => ({
        name: 'address',
        side,
        path: path(encodeURIComponent(payload)),
        ...(as && { as }),
      })),
  )
  const found: string[] = []
  await inTurns(byVisitor(visits), async (visits) => found.push(...(await visit(visits))))
  expect(found).toEqual([])
}, 240_000)

test('S18 markup in a refused form that keeps its input stays text', async () => {
  await inTurns(payloads, async (payload) => {
    const page = await world.pageOf('customer')
    const trouble = await listen(page)
    await page.goto('/sign-up')
    for (const field of await page
      .locator('form input[type=text], form input[type=email], form input:not([type])')
      .all())
      await field.fill(payload)
    await page
      .locator('main form')
      .last()
      .evaluate((form: HTMLFormElement) => {
        form.noValidate = true
      })
    await page.locator('main form button').last().click()
    await page.getByRole('alert').waitFor()
    expect(await page.content()).toContain('data-xss')
    await expect.poll(() => page.locator('[data-xss]').count()).toBe(0)
    expect(trouble).toEqual([])
    await page.context().close()
  })
}, 120_000)
