// Identity in a browser: the second factor on the portal, and Confirm it's you on a site without JavaScript.
import { base32Bytes, totpCode } from '@entente/auth/totp'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openAccountMenu } from '../testing/look.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const password = 'seven quiet harbours 42'
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await press(page, 'Sign in')
}

async function signOut(page: Page): Promise<void> {
  await openAccountMenu(page)
  await press(page, 'Sign out')
  await heading(page, 'Sign in').waitFor()
}

async function giveCode(page: Page, code: string): Promise<void> {
  await heading(page, 'Enter your code').waitFor()
  await page.getByRole('textbox', { name: 'Code' }).fill(code)
  await press(page, 'Sign in')
}

test('a partner turns a second factor on, and signs in with its code and with a recovery code', async () => {
  const partner = await world.partner()
  const { person } = partner
  await world.setPassword(person, password)
  const page = await world.pageOf('partner')
  await signIn(page, person.email)
  await heading(page, 'Home').waitFor()

  await page.goto('/account')
  await page.getByRole('link', { name: 'Set up a second factor' }).click()
  await press(page, 'Set up')
  const image = page.getByRole('img', { name: /^QR code/ })
  await image.waitFor()
  expect(await image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0)
  const secret = base32Bytes(((await page.locator('code').textContent()) ?? '').replaceAll(' ', ''))
  await page.getByRole('textbox', { name: 'Code' }).fill('abc')
  await press(page, 'Turn on')
  await page
    .getByText(/^That code is not correct/)
    .first()
    .waitFor()
  await page.getByRole('textbox', { name: 'Code' }).fill(totpCode(secret, new Date()))
  await press(page, 'Turn on')
  const shown = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect.poll(() => shown.count()).toBe(10)
  const codes = await shown.allInnerTexts()
  await page.getByRole('link', { name: 'I have saved them' }).click()
  await page.getByText(/^On since /).waitFor()
  await signOut(page)

  await signIn(page, person.email)
  await heading(page, 'Enter your code').waitFor()
  await page.goto('/customers')
  // The first code is used up, so the test takes the next one a little early.
  await giveCode(page, totpCode(secret, new Date(Date.now() + 30_000)))
  await heading(page, 'Customers').waitFor()
  await signOut(page)

  await signIn(page, person.email)
  await giveCode(page, codes[0] ?? '')
  await heading(page, 'Home').waitFor()
  await page.goto('/account')
  await page.getByText('this device').waitFor()
  await page.getByText('Recovery codes left').waitFor()
})

test('S16 without JavaScript, Authorize asks the person to confirm and returns with the choices kept', async () => {
  const [partner, rival] = [await world.partner(), await world.partner()]
  const customer = await world.customer()
  await world.setPassword(customer.person, password)
  await world.accept(customer.person, (await world.linkOf(rival.person)).token, ['azure'])
  const { token } = await world.linkOf(partner.person)
  const page = await world.pageOf('customer', customer.person, { javaScriptEnabled: false })
  await world.asOwner(
    `update auth.session set authenticated_at = now() - interval '16 minutes' where account_id = $1`,
    [customer.person.id],
  )
  await page.goto(`/invitation/${token}/review`)
  await page.getByRole('radio', { name: /^Move to / }).check()
  const boxes = page.locator('input[type=checkbox][name^=choice-]')
  await boxes.first().uncheck()
  await page.locator('input[name=agreement]').check()
  await press(page, 'Authorize')

  await heading(page, 'Confirm it’s you').waitFor()
  await page.getByLabel('Password').fill('wrong')
  await press(page, 'Confirm')
  await page.getByText('This is not your password. Try again.').first().waitFor()
  await page.getByLabel('Password').fill(password)
  await press(page, 'Confirm')

  await page.getByText('Nothing has been done yet: press “Authorize” once more.').waitFor()
  const rows = await world.asOwner('select id from relationship where customer_id = $1 and partner_id = $2', [
    customer.id,
    partner.id,
  ])
  expect(rows).toEqual([])
  expect(await page.getByRole('radio', { name: /^Move to / }).isChecked()).toBe(true)
  expect(await boxes.first().isChecked()).toBe(false)
  expect(await page.locator('input[name=agreement]').isChecked()).toBe(true)
  await press(page, 'Authorize')
  await page.waitForURL(/\/done$/)
})
