// Lists keep their position, and forms keep their input.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { ready } from '../testing/look.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
let partner: Awaited<ReturnType<World['partner']>>

beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
  partner = await world.partner({ legalName: 'Many Customers' })
  const { token } = await world.linkOf(partner.person)
  const accept = async (number: number) => {
    const customer = await world.customer({ legalName: `Bakery ${String(number).padStart(2, '0')}` })
    await world.accept(customer.person, token, number % 2 ? ['azure'] : [])
  }
  for (let number = 1; number <= 54; number += 6)
    await Promise.all(Array.from({ length: 6 }, (_, at) => accept(number + at)))
  for (const legalName of ['Stadtwerke Rhein-Main GmbH & Co. KG', 'Zebra Print'])
    await world.accept((await world.customer({ legalName })).person, token)
})
afterAll(() => world?.close())

test('U4 search, order and open record are in the URL, and Back returns to the same rows and scroll position', async () => {
  const page = await world.pageOf('partner', partner.person)
  await page.goto('/customers')
  await expect.poll(() => page.getByRole('button', { name: /^Details of/ }).count()).toBe(50)
  await page.getByRole('searchbox', { name: 'Search customers' }).fill('bak')
  await page.getByRole('main').getByRole('button', { name: 'Search', exact: true }).click()
  await page.waitForURL(/search=bak/)
  await page.getByRole('columnheader', { name: /^Name/ }).getByRole('link').click()
  await page.waitForURL(/direction=desc/)
  const names = () => page.locator('tbody tr:not(.detail) td:first-child').allTextContents()
  await expect.poll(async () => (await names())[0]?.trim()).toBe('Bakery 54')
  const rows = await names()
  expect(rows).toHaveLength(50)

  const details = page.getByRole('button', { name: 'Details of Bakery 20' })
  await details.click()
  await page.getByRole('heading', { name: 'Services' }).waitFor()
  await page.waitForURL(/open=/)
  const place = await page.evaluate(() => window.scrollY)
  expect(place).toBeGreaterThan(200)
  const address = page.url()
  await page.getByRole('navigation').getByRole('link', { name: 'Requests', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Requests' }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { name: 'Services' }).waitFor()
  expect(await names()).toEqual(rows)
  await expect
    .poll(async () => Math.abs((await page.evaluate(() => window.scrollY)) - place))
    .toBeLessThanOrEqual(1)

  const tab = await page.context().newPage()
  await tab.goto(address)
  await tab.getByRole('heading', { name: 'Services' }).waitFor()
  expect(await tab.locator('tbody tr:not(.detail) td:first-child').allTextContents()).toEqual(rows)
  await tab.close()

  await page.getByRole('link', { name: 'Next page' }).click()
  await expect
    .poll(async () => (await names()).map((name) => name.trim()))
    .toEqual(['Bakery 04', 'Bakery 03', 'Bakery 02', 'Bakery 01'])
})

test('R-023 the page says how it searches, and a name pasted whole finds its customer', async () => {
  const page = await world.pageOf('partner', partner.person, { javaScriptEnabled: false })
  await page.goto('/customers')
  const field = page.getByRole('searchbox', { name: 'Search customers' })
  const hint = page.locator(`[id="${await field.getAttribute('aria-describedby')}"]`)
  await hint.getByText('by the start of each word').waitFor()
  await field.fill('Stadtwerke Rhein-Main GmbH & Co. KG')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await page.getByRole('button', { name: 'Details of Stadtwerke Rhein-Main GmbH & Co. KG' }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: /^Details of/ }).count()).toBe(1)
})

test('U4 filters, count, size and Previous work without JavaScript, and the name opens the record', async () => {
  const page = await world.pageOf('partner', partner.person, { javaScriptEnabled: false })
  await page.goto('/customers')
  await page.getByText('56 customers', { exact: true }).waitFor()
  expect(await page.locator('td time').first().getAttribute('title')).toMatch(/, \d\d:\d\d \S+$/)
  await page.getByText('Times are shown in UTC.', { exact: true }).waitFor()
  await page.getByText('Filters', { exact: true }).click()
  await page.getByLabel('Missing privileges for').selectOption('Azure')
  await page.getByRole('button', { name: 'Apply filters' }).click()
  await page.getByText('27 of 56 customers', { exact: true }).waitFor()
  await page.getByRole('link', { name: '25', exact: true }).click()
  await page.getByRole('link', { name: 'Next page' }).click()
  await page.getByRole('link', { name: 'Bakery 54', exact: true }).waitFor()
  expect(page.url()).toMatch(/missing=azure&limit=25&cursor=/)
  await page.getByRole('link', { name: 'Previous page' }).click()
  await page.getByRole('link', { name: 'Bakery 02', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Bakery 02' }).waitFor()
})

test('U21 on a phone, each row of a list is two lines, and the first one is its link', async () => {
  const viewport = { width: 390, height: 844 }
  const operator = await world.operator()
  const customer = await world.customer()
  for (const [side, person, paths] of [
    ['partner', partner.person, ['/customers', '/settings/users']],
    ['operator', operator, ['/partners', '/applications', '/audit', `/people?email=${partner.person.email}`]],
    ['customer', customer.person, ['/people']],
  ] as const) {
    const page = await world.pageOf(side, person, { viewport })
    for (const path of paths) {
      await page.goto(path)
      const rows = await page.locator('main tbody tr').evaluateAll((all) =>
        all.map((row) => ({
          height: row.getBoundingClientRect().height,
          isLinked: row.querySelector('td:first-child a') !== null,
        })),
      )
      expect(rows.length, path).toBeGreaterThan(0)
      expect(rows.filter(({ isLinked }) => !isLinked).length, path).toBe(0)
      // The names in a record of the audit are a line of their own.
      const [middle] = rows
        .map(({ height }) => height)
        .toSorted((a, b) => a - b)
        .slice(rows.length / 2)
      expect(middle, path).toBeLessThan(path === '/audit' ? 110 : 80)
    }
    await page.context().close()
  }
})

test('U22 a list is printed whole, with heading, search and date, its head and the page number on each page', async () => {
  const page = await world.pageOf('partner', partner.person)
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', '')
  })
  await page.goto('/customers?search=bak')
  await ready(page)
  await page.keyboard.press('Control+p')
  await page.getByText('This is the whole list, 54 rows.').waitFor()
  await page.locator('html[data-printed]').waitFor({ state: 'attached' })
  await expect.poll(() => page.locator('tbody tr').count()).toBe(54)
  await page.emulateMedia({ media: 'print' })
  await page.getByText('Search: bak').waitFor()
  await page.getByText(`${partner.legalName}, `).waitFor()
  await expect.poll(() => page.getByRole('main').getByRole('button').count()).toBe(0)
  expect(await page.locator('main :is(a, input, button, nav):visible').allTextContents()).toEqual(
    await page.locator('th a, td.first a').allTextContents(),
  )
  const [head, numbers] = await page.evaluate(() => {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    const table = document.querySelector('thead') as HTMLElement
    return [getComputedStyle(table).display, rules.find((rule) => rule instanceof CSSPageRule)?.cssText]
  })
  expect(head).toBe('table-header-group')
  expect(numbers).toMatch(/counter\(page\) " \/ " counter\(pages\)/)
  await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor()
})

test('U5 U11 a search without matches differs from an empty list; one press clears it, and Undo brings it back', async () => {
  const page = await world.pageOf('partner', partner.person)
  await page.goto('/customers?search=nobody')
  await page.getByRole('heading', { name: 'No customer matches “nobody”' }).waitFor()
  await ready(page)
  await page.getByRole('link', { name: 'Clear search' }).last().click()
  await page.getByRole('button', { name: 'Details of Bakery 01' }).waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await page.getByRole('heading', { name: 'No customer matches “nobody”' }).waitFor()
})

test.each(['/customers?search=nobody', '/requests?search=nobody', '/settings/activity?person=nobody'])(
  'U3 a press of a key that clears %s leaves the focus on the first field of the list',
  async (path) => {
    const page = await world.pageOf('partner', partner.person)
    await page.goto(path)
    await ready(page)
    await page
      .getByRole('link', { name: /^Clear/ })
      .last()
      .press('Enter')
    await page.waitForURL((url) => url.search === '')
    const field = path.startsWith('/settings')
      ? page.getByRole('combobox', { name: 'Category' })
      : page.getByRole('searchbox')
    await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true)
    expect(await field.inputValue()).toBe('')
  },
)

test('U4 the list and its records work without JavaScript', async () => {
  const page = await world.pageOf('partner', partner.person, { javaScriptEnabled: false })
  await page.goto('/customers')
  await page.getByRole('searchbox', { name: 'Search customers' }).fill('zebra')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await page.getByRole('button', { name: 'Details of Zebra Print' }).click()
  await page.getByRole('heading', { level: 1, name: 'Zebra Print' }).waitFor()
})

test.each([true, false])(
  'U16 a refused form focuses the first error and keeps the input (JavaScript: %s)',
  async (javaScriptEnabled) => {
    const page = await world.pageOf('customer', undefined, { javaScriptEnabled })
    await page.goto('/sign-up')
    await page.getByLabel('Organisation').fill('Kept Ltd')
    await page.getByLabel('Name', { exact: true }).fill('Kim Kept')
    await page.getByLabel('E-mail').fill('not an address')
    await page.getByRole('button', { name: 'Create an account' }).click()
    const summary = page.getByRole('alert')
    await summary.waitFor()
    await expect.poll(() => summary.getByRole('link').count()).toBeGreaterThanOrEqual(2)
    const country = page.getByLabel('Country')
    await expect.poll(() => country.evaluate((field) => field === document.activeElement)).toBe(true)
    const mail = page.getByLabel('E-mail')
    const describedBy = (await mail.getAttribute('aria-describedby'))?.split(' ') ?? []
    expect(await page.locator(`[id="${describedBy.at(-1)}"]`).textContent()).toContain(
      'Enter an e-mail address',
    )
    expect(await mail.getAttribute('aria-invalid')).toBe('true')
    expect(await mail.inputValue()).toBe('not an address')
    expect(await page.getByLabel('Organisation').inputValue()).toBe('Kept Ltd')
    await summary.getByRole('link', { name: /E-mail/ }).click()
    expect(await mail.evaluate((field) => field === document.activeElement)).toBe(true)
  },
)

test('U16 a refused request keeps every edited paragraph and focuses the recipients', async () => {
  const page = await world.pageOf('partner', partner.person)
  await page.goto('/requests/new')
  await ready(page)
  await page.getByLabel('Paragraph 2', { exact: true }).fill('Words that must not get lost')
  const recipients = page.getByLabel('Recipients')
  await recipients.fill('good@kept.example, broken@')
  await page.getByRole('button', { name: 'Send for me' }).click()
  await page
    .getByRole('alert')
    .getByText(/broken@/)
    .waitFor()
  await expect.poll(() => recipients.evaluate((field) => field === document.activeElement)).toBe(true)
  expect(await recipients.getAttribute('aria-describedby')).toContain('field-recipients-error')
  for (const kept of ['good@kept.example', 'broken@'])
    await page.getByRole('listitem').getByText(kept, { exact: true }).waitFor()
  expect(await page.getByLabel('Paragraph 2', { exact: true }).inputValue()).toBe(
    'Words that must not get lost',
  )
})
