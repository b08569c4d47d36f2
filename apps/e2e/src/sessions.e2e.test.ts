// Sessions in a browser: what changes and ends them, in every site and with two tabs.
import { base32Bytes, totpCode } from '@entente/auth/totp'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openWorld, type Person, type Side, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const password = 'seven quiet harbours 42'
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

const cookieOf = async (context: BrowserContext, side: Side): Promise<string> => {
  const cookies = await context.cookies(world.urls[side])
  return cookies.find(({ name }) => name === world.cookieName(side))?.value ?? ''
}

/** Whether a token opens the account page, asked beside the browser. */
async function opens(side: Side, token: string): Promise<boolean> {
  const headers = { cookie: `${world.cookieName(side)}=${token}`, accept: 'text/html' }
  const { status } = await fetch(`${world.urls[side]}/account`, { headers, redirect: 'manual' })
  return status === 200
}

/** A visible list's page asks for its counter when its stream begins, and after one that ended. */
const counterAsked = (page: Page) =>
  page.waitForResponse((response) => response.url().includes('/counter') && response.ok())

const makeStale = ({ id }: Person) =>
  world.asOwner(
    `update auth.session set authenticated_at = now() - interval '16 minutes' where account_id = $1`,
    [id],
  )

async function givenColleague() {
  const { person } = await world.partner()
  await world.setPassword(person, password)
  return person
}

describe('Confirm it’s you', () => {
  test('without JavaScript the browser gets another token, and the old one opens nothing', async () => {
    const { person } = await world.customer()
    await world.setPassword(person, password)
    const page = await world.pageOf('customer', person, { javaScriptEnabled: false })
    const elsewhere = await world.tokenFor(person)
    await makeStale(person)
    const old = await cookieOf(page.context(), 'customer')
    await page.goto('/account')
    await press(page, 'Sign out everywhere else')
    await heading(page, 'Confirm it’s you').waitFor()
    await page.getByLabel('Password').fill(password)
    await press(page, 'Confirm')
    await heading(page, 'Account').waitFor()
    const renewed = await cookieOf(page.context(), 'customer')
    expect(renewed).not.toBe(old)
    expect(await opens('customer', old)).toBe(false)
    expect(await opens('customer', elsewhere)).toBe(true)
    await press(page, 'Sign out everywhere else')
    await page.getByText('You are signed out there.').waitFor()
    expect([await opens('customer', renewed), await opens('customer', elsewhere)]).toEqual([true, false])
  })

  test('a second tab goes on, and a visible list keeps watching', async () => {
    const person = await givenColleague()
    const list = await world.pageOf('partner', person)
    const watching = counterAsked(list)
    await list.goto('/customers')
    await watching
    const tab = await list.context().newPage()
    await tab.goto('/confirm-its-you?return=%2Faccount')
    await tab.getByLabel('Password').fill(password)
    // The stream ends with the old token, and the page opens one with the new one.
    const watchingAgain = counterAsked(list)
    await tab.getByRole('button', { name: 'Confirm', exact: true }).dblclick()
    await heading(tab, 'Account').waitFor()
    await watchingAgain
    await list.reload()
    await heading(list, 'Customers').waitFor()
    await tab.goto('/account')
    await heading(tab, 'Account').waitFor()
  })
})

test('signing in again ends the session that the browser had', async () => {
  const person = await givenColleague()
  const page = await world.pageOf('partner')
  const signInPage = async () => {
    const tab = await page.context().newPage()
    await tab.goto('/sign-in')
    await tab.getByLabel('E-mail').fill(person.email)
    await tab.getByLabel('Password').fill(password)
    return tab
  }
  const [first, second] = [await signInPage(), await signInPage()]
  await press(first, 'Sign in')
  await heading(first, 'Home').waitFor()
  const old = await cookieOf(page.context(), 'partner')
  await press(second, 'Sign in')
  await heading(second, 'Home').waitFor()
  expect(await cookieOf(page.context(), 'partner')).not.toBe(old)
  expect(await opens('partner', old)).toBe(false)
  await first.reload()
  await heading(first, 'Home').waitFor()
})

test('switching company changes the token', async () => {
  const person = await givenColleague()
  const second = await world.partner({ legalName: 'Second Company' })
  await world.asOwner(
    `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
     values (gen_random_uuid(), $1, 'partner', $2, 'active', '{global_admin}', now())`,
    [person.id, second.id],
  )
  const page = await world.pageOf('partner', person)
  const old = await cookieOf(page.context(), 'partner')
  await page.goto('/enrol/companies')
  await page.getByRole('button', { name: /^Switch/ }).click()
  await heading(page, 'Home').waitFor()
  await page.getByText('Second Company').first().waitFor()
  expect(await opens('partner', old)).toBe(false)
})

describe('a sign-in in progress', () => {
  async function givenOperator() {
    const operator = await world.operator()
    await world.setPassword(operator, password)
    return operator
  }

  async function begin(email: string) {
    const page = await world.pageOf('operator', undefined, { javaScriptEnabled: false })
    await page.goto('/sign-in')
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill(password)
    await press(page, 'Sign in')
    await page.waitForURL(/\/sign-in\/set-up-second-factor/)
    return page
  }

  test('that knows only the password ends when a factor is set up in another browser', async () => {
    const { email } = await givenOperator()
    const [owner, thief] = [await begin(email), await begin(email)]
    await press(owner, 'Set up')
    const secret = base32Bytes(((await owner.locator('code').textContent()) ?? '').replaceAll(' ', ''))
    await owner.getByRole('textbox', { name: 'Code' }).fill(totpCode(secret, new Date()))
    await press(owner, 'Turn on')
    await owner.getByRole('list', { name: 'Recovery codes' }).waitFor()
    await press(thief, 'Set up')
    await heading(thief, 'Sign in').waitFor()
  })

  test('ends with sign-out', async () => {
    const { email } = await givenOperator()
    const page = await begin(email)
    const token = await cookieOf(page.context(), 'operator')
    const headers = { origin: world.urls.operator, cookie: `${world.cookieName('operator')}=${token}` }
    await fetch(`${world.urls.operator}/sign-out`, { method: 'POST', headers, redirect: 'manual' })
    expect(await world.api.query(token, 'session.waiting', undefined)).toBeNull()
  })
})

test('a visible list keeps no session alive: after 30 idle minutes its page leads to the sign-in', async () => {
  const person = await givenColleague()
  const page = await world.pageOf('partner', person)
  const watching = counterAsked(page)
  await page.goto('/customers')
  await watching
  await world.asOwner(
    `update auth.session set seen_at = now() - interval '29 minutes 55 seconds' where account_id = $1`,
    [person.id],
  )
  await page.waitForURL(/\/sign-in\?return=%2Fcustomers/, { timeout: 20_000 })
  await heading(page, 'Sign in').waitFor()
})
