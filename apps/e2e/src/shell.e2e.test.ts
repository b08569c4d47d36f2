// The frame of every page: where Tab leads, which site this is, and the menu of the account.
import { brotliCompressSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openAccountMenu, ready } from '../testing/look.ts'
import { givenRequest } from '../testing/people.ts'
import { openWorld, type Person, type Side, type World } from '../testing/world.ts'

let world: World
let people: Record<Side, Person>
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
  const [partner, customer] = [await world.partner(), await world.customer()]
  people = { partner: partner.person, customer: customer.person, operator: await world.operator() }
})
afterAll(() => world?.close())

test.each([
  ['a mouse', false],
  ['a finger', true],
])(
  'U1 U21 with %s, the button of the search names its keys only where there are keys',
  async (_, isTouch) => {
    const touch = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } }
    const page = await world.pageOf('partner', people.partner, isTouch ? touch : {})
    await page.goto('/account')
    await ready(page)
    if (isTouch) await page.getByRole('button', { name: 'Menu', exact: true }).click()
    const search = page.locator('[aria-keyshortcuts="Control+K Meta+K"]').filter({ visible: true })
    await search.waitFor()
    expect(await search.locator('kbd').isVisible()).toBe(!isTouch)
  },
)

const langOf = (page: Page) => page.locator('html').getAttribute('lang')

test('U3 two or three stops lead to the content of each site, and three open tabs have three titles', async () => {
  const titles = new Set<string>()
  for (const [side, path] of [
    ['partner', '/account'],
    ['customer', '/account'],
    ['operator', '/account'],
  ] as const) {
    const page = await world.pageOf(side, people[side])
    await page.goto(path)
    await ready(page)
    titles.add(await page.title())
    const isInside = () => page.evaluate(() => document.activeElement?.closest('main') !== null)
    let stops = 0
    for (; stops <= 3; stops++) {
      await page.keyboard.press('Tab')
      if (await isInside()) break
    }
    expect(stops, side).toBeLessThanOrEqual(3)
    await page.locator('a[href="#navigation"]').press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('nav') !== null)).toBe(true)
    await page.context().close()
  }
  expect(titles.size).toBe(3)
})

test('U23 without scripts, a change of language or theme keeps every typed word', async () => {
  const page = await world.pageOf('customer', undefined, { javaScriptEnabled: false })
  await page.goto('/sign-up')
  await page.getByLabel('Organisation').fill('Kept Ltd')
  await page.getByLabel('Country').selectOption('CH')
  await page.getByLabel('E-mail').fill('half@')
  await page.getByRole('button', { name: 'Deutsch' }).click()
  expect(await langOf(page)).toBe('de')
  expect(await page.getByLabel('E-Mail').inputValue()).toBe('half@')
  await page.getByRole('button', { name: 'Dunkel' }).click()
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  expect(await page.locator('select[name=country]').inputValue()).toBe('CH')
  await expect.poll(() => page.locator('input[value="Kept Ltd"]').count()).toBe(1)
  await expect.poll(() => page.getByRole('alert').count()).toBe(0)
})

test('U23 with scripts, the words change around what is typed, and the page is not left', async () => {
  // The language stays with the account.
  const page = await world.pageOf('partner', (await world.partner()).person)
  await page.goto('/settings/users/new')
  await ready(page)
  await page.evaluate(() => Object.assign(window, { isSame: true }))
  await page.getByLabel('Full name').fill('half a wo')
  await openAccountMenu(page)
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await page.getByRole('heading', { level: 1, name: 'Benutzer hinzufügen' }).waitFor()
  expect(await langOf(page)).toBe('de')
  await page.getByRole('button', { name: 'Dunkel' }).click()
  await page.locator('html[data-theme=dark]').waitFor()
  expect(await page.locator('input[name=name]').inputValue()).toBe('half a wo')
  expect(await page.evaluate(() => 'isSame' in window)).toBe(true)
})

test('U17 a press that takes longer is marked, and pressing again sends nothing twice', async () => {
  const page = await world.pageOf('partner', people.partner)
  await page.goto('/account')
  await ready(page)
  let posts = 0
  await page.route(/\/account/, async (route) => {
    if (route.request().method() === 'POST') {
      posts++
      await new Promise((resolve) => setTimeout(resolve, 800))
    }
    await route.continue()
  })
  // The page itself looks and presses, because the browser's driver waits for the next page.
  await page.getByRole('button', { name: 'Save', exact: true }).evaluate((button: HTMLElement) => {
    setTimeout(() => button.click())
    setTimeout(() => {
      sessionStorage.setItem('marked', `${button.ariaBusy} ${button.ariaDisabled}`)
      button.click()
    }, 400)
  })
  await page.getByText('Your settings are saved.').waitFor()
  expect(await page.evaluate(() => sessionStorage.getItem('marked'))).toBe('true true')
  expect(posts).toBe(1)
})

test('U1 the palette opens in 100 ms, starts an invitation, finds users and requests, and gives the focus back', async () => {
  const request = await givenRequest(world, people.partner)
  const page = await world.pageOf('partner', people.partner)
  await page.goto('/settings')
  await ready(page)
  const link = page.getByRole('main').getByRole('link').first()
  await link.focus()
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox')
  await field.waitFor()
  await page.keyboard.press('Escape')
  await field.waitFor({ state: 'detached' })
  expect(await link.evaluate((one) => one === document.activeElement)).toBe(true)
  // The first press loads it; the page itself measures the second one.
  const ms = await page.evaluate(async () => {
    const pressedAt = performance.now()
    dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true }))
    while (
      document.activeElement?.getAttribute('role') !== 'combobox' &&
      performance.now() < pressedAt + 1000
    )
      await new Promise(requestAnimationFrame)
    return performance.now() - pressedAt
  })
  process.stdout.write(`U1 the palette opens in ${ms.toFixed()} ms, aim 100 ms\n`)
  expect(ms).toBeLessThan(500)
  await page.keyboard.type('person')
  await page.getByRole('group', { name: 'Users' }).getByRole('option').first().waitFor()
  await field.fill('reader@quill')
  await page.getByRole('option', { name: 'reader@quill.example Waiting' }).click()
  await page.waitForURL(`**/requests/${request}`)
  await page.keyboard.press('Control+k')
  await field.fill('inv')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/requests\/new$/)
})

test('U2 U11 the shortcuts are listed, rest while somebody types, and can be switched off, which Undo takes back', async () => {
  const page = await world.pageOf('partner', people.partner)
  await page.goto('/settings/users')
  await ready(page)
  await page.getByRole('searchbox').fill('')
  await page.keyboard.type('n?')
  expect(await page.getByRole('searchbox').inputValue()).toBe('n?')
  await page.getByRole('searchbox').blur()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await sheet.waitFor()
  expect((await sheet.locator('kbd').allTextContents()).join(' ')).toBe('Ctrl K F8 / n g h g c g r g s ?')
  await sheet.getByRole('checkbox').uncheck()
  await page.keyboard.press('Escape')
  const undo = page.getByRole('button', { name: 'Undo' })
  await undo.waitFor()
  await page.clock.install()
  await page.keyboard.press('F8')
  await page.clock.runFor(30_000)
  expect(await undo.evaluate((one) => one === document.activeElement)).toBe(true)
  await page.keyboard.press('Escape')
  await undo.blur()
  await undo.hover()
  await page.clock.runFor(30_000)
  expect(await undo.isVisible()).toBe(true)
  await page.keyboard.press('n')
  expect(page.url()).toMatch(/users$/)
  await undo.click()
  await undo.waitFor({ state: 'detached' })
  await page.keyboard.press('n')
  await page.waitForURL(/\/requests\/new$/)
})

test('the scripts of the portal’s first page are at most 130 kB compressed, and the acceptance site has none', async () => {
  const sizeOf = async (side: Side) => {
    const page = await world.pageOf(side, people[side])
    const bodies: Promise<Buffer>[] = []
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script' || /\.js$/.test(response.url()))
        bodies.push(response.body())
    })
    await page.goto('/', { waitUntil: 'networkidle' })
    const scripts = await Promise.all(bodies)
    await page.context().close()
    return scripts.reduce((sum, body) => sum + brotliCompressSync(body).length, 0) / 1000
  }
  const portal = await sizeOf('partner')
  process.stdout.write(`scripts of the portal’s first page: ${portal.toFixed()} kB, aim 130 kB\n`)
  expect(portal).toBeGreaterThan(20)
  expect(portal).toBeLessThanOrEqual(130)
  expect(await sizeOf('customer')).toBe(0)
})
