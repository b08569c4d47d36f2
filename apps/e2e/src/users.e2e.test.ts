// The users of a partner's account in a real browser. Above all: a temporary password is shown once and is then found
// nowhere, and it only lets the user choose another one.
import { launchBrowser, newVisitor } from '@entente/testkit/browser'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { faultOf, follow, heading, press, says, signIn } from '../testing/enrolment.ts'
import { logsHolding } from '../testing/logs.ts'
import { openWorld, type Person, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const newPassword = 'orchard lantern gravel 19'
let count = 0
const newUser = () => ({
  name: 'Hedda Lind',
  email: `hedda.lind${Date.now()}-${++count}@partner.example`,
})

async function add(page: Page, { name, email }: { name: string; email: string }): Promise<string> {
  await page.goto('/settings/users/new')
  await page.getByLabel('Full name').fill(name)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Agent type').selectOption('Helpdesk agent')
  await press(page, 'Add')
  return shownPassword(page)
}

const shownPassword = async (page: Page) => (await page.locator('main code').textContent()) ?? ''

type Heard = { method: string; url: string; cacheControl: string | undefined; body: Promise<string> }

/** Records every response from now on. */
function listen(context: BrowserContext): Heard[] {
  const heard: Heard[] = []
  context.on('response', (response) => {
    const { 'cache-control': cacheControl } = response.headers()
    const body = response.text().catch(() => '') // a redirect has none
    heard.push({ method: response.request().method(), url: response.url(), cacheControl, body })
  })
  return heard
}

const keptByBrowser = (page: Page) =>
  page.evaluate(() =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      history.state,
      document.cookie,
      location.href,
    ]),
  )

/** Opens the given pages and returns those that still contain one of the passwords. */
async function traces(page: Page, secrets: string[], addresses: string[]): Promise<string[]> {
  const found: string[] = []
  const look = async (where: string) => {
    const texts = [await page.content(), await keptByBrowser(page)]
    if (secrets.some((secret) => texts.some((text) => text.includes(secret)))) found.push(where)
  }
  for (const address of addresses) {
    await page.goto(address)
    await look(address)
  }
  await page.goBack()
  await look('the page before')
  return found
}

test('R-113 R-114 a temporary password is shown once and is then found nowhere', async () => {
  const partner = await world.partner()
  const page = await world.pageOf('partner', partner.person, {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const heard = listen(page.context())
  const user = newUser()
  const first = await add(page, user)
  expect(first.length).toBeGreaterThan(11)
  await says(page, 'This is shown only once')
  await press(page, 'Copy')
  await page
    .getByRole('status')
    .filter({ hasText: /^Copied$/ })
    .waitFor({ state: 'attached' })
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(first)

  await follow(page, 'I have passed it on')
  await heading(page, 'User management')
  expect((await page.content()).includes(first)).toBe(false)
  await page.goBack()
  await heading(page, 'Add user')
  expect((await page.content()).includes(first)).toBe(false)

  await page.goto('/settings/users')
  await page.getByRole('link', { name: user.name }).click()
  await heading(page, user.name)
  const address = new URL(page.url()).pathname
  await follow(page, 'Reset password')
  await press(page, 'Reset password')
  const second = await shownPassword(page)
  expect(second).not.toBe(first)
  await page.reload()
  expect((await page.content()).includes(second)).toBe(false)

  const places = [
    address,
    `${address}/reset`,
    '/settings/users/new',
    '/settings/users',
    `/settings/users?search=${encodeURIComponent(user.email)}`,
    '/settings/users?status=removed',
    '/settings/activity',
  ]
  const colleague = await world.person({
    organisationId: partner.id,
    audience: 'partner',
    roles: ['global_admin', 'admin_agent'],
  })
  const elsewhere = await world.pageOf('partner', colleague)
  const secrets = [first, second]
  const [own, theirs] = await Promise.all([page, elsewhere].map((one) => traces(one, secrets, places)))
  expect([own, theirs]).toEqual([[], []])
  await page.goto('/settings/activity')
  await says(page, user.name)
  const file = await (await page.request.get('/settings/activity/export')).text()
  expect(file).toContain(user.name)
  const mails = await (await fetch(`${world.urls.mailbox}/api/messages`)).text()
  const auditor = await world.pageOf('operator', await world.operator())
  await auditor.goto(`/audit?organisation=${encodeURIComponent(partner.legalName)}`)
  const records = await auditor.content()
  for (const secret of secrets) for (const text of [file, mails, records]) expect(text).not.toContain(secret)
  expect(logsHolding(inject('demoLogs'), secrets)).toEqual([])

  // Each password was in exactly one response, that of the form, which no cache may store.
  for (const [secret, path] of [
    [first, '/settings/users/new'],
    [second, `${address}/reset`],
  ] as const) {
    const bodies = await Promise.all(
      heard.map(async ({ body, ...answer }) => ({ ...answer, body: await body })),
    )
    const carriers = bodies.filter(({ body }) => body.includes(secret))
    expect(
      carriers.map(({ method, url, cacheControl }) => [method, new URL(url).pathname, cacheControl]),
    ).toEqual([['POST', path, 'no-store']])
  }
})

test('R-114 a browser with a back/forward cache does not show the password again', async () => {
  const { person } = await world.partner()
  // Playwright turns this cache off by default.
  const browser = await launchBrowser({ ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  try {
    const context = await newVisitor(browser, { baseURL: world.urls.partner })
    const value = await world.tokenFor(person)
    await context.addCookies([
      { name: world.cookieName('partner'), value, url: world.urls.partner, httpOnly: true, sameSite: 'Lax' },
    ])
    const page = await context.newPage()
    const secret = await add(page, newUser())
    await page.goto('/settings/users')
    await page.evaluate(() => history.back())
    await heading(page, 'Add user')
    expect((await page.content()).includes(secret)).toBe(false)
  } finally {
    await browser.close()
  }
})

test('R-114 also without JavaScript, sending the form again adds no user and shows no password', async () => {
  const partner = await world.partner()
  const page = await world.pageOf('partner', partner.person, { javaScriptEnabled: false })
  const secret = await add(page, newUser())
  await page.reload()
  await says(page, 'The password was already shown')
  expect((await page.content()).includes(secret)).toBe(false)
  await page.goto('/settings/users')
  await expect.poll(() => page.getByRole('row').filter({ hasText: 'Hedda Lind' }).count()).toBe(1)
})

test('R-115 R-116 §4.4 a temporary password works once, for seven days, and only to choose another', async () => {
  const { person } = await world.partner()
  const admin = await world.pageOf('partner', person)
  const user = newUser()
  const secret = await add(admin, user)
  const shown = async () => {
    await admin.goto('/settings/users')
    return admin.getByRole('row').filter({ hasText: user.email }).textContent()
  }
  expect(await shown()).toContain('Has not signed in yet')

  const page = await world.pageOf('partner')
  await page.goto('/sign-in')
  await signIn(page, user.email, secret)
  await heading(page, 'Choose your own password')
  for (const path of ['/', '/customers', '/settings', '/account', '/enrol/status']) {
    await page.goto(path)
    expect(new URL(page.url()).pathname).toBe('/sign-in/change-password')
  }
  expect(await shown()).toContain('Must choose a password')
  await page.getByLabel('New password').fill('password1234')
  await press(page, 'Save and continue')
  expect(await faultOf(page, 'New password')).toContain('easy to guess')

  // It is used up: in another browser it no longer works, but the first browser can still finish.
  const thief = await world.pageOf('partner')
  await thief.goto('/sign-in')
  await signIn(thief, user.email, secret)
  await says(thief, 'This temporary password was already used or has expired.')
  await page.getByLabel('New password').fill(newPassword)
  await press(page, 'Save and continue')
  await heading(page, 'Home')
  expect(await shown()).toContain('Active')

  await admin.getByRole('link', { name: user.name }).click()
  await follow(admin, 'Reset password')
  await press(admin, 'Reset password')
  const next = await shownPassword(admin)
  await page.goto('/customers')
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  await world.asOwner(
    `update auth.credential set temporary_until = now() - interval '1 second'
    where account_id = (select id from auth.account where email = $1)`,
    [user.email],
  )
  await signIn(page, user.email, next)
  await says(page, 'This temporary password was already used or has expired.')
  expect(await shown()).toContain('Temporary password expired')
})

test('R-110 R-112 an address that differs only in case is the same user; the fault is at its field and the input is kept', async () => {
  const { person } = await world.partner()
  const page = await world.pageOf('partner', person)
  const user = newUser()
  await add(page, user)
  await page.goto('/settings/users/new')
  await page.getByLabel('Full name').fill('Another Hedda')
  await page.getByLabel('E-mail').fill(user.email.toUpperCase())
  await page.getByLabel('Agent type').selectOption('Sales agent')
  await press(page, 'Add')
  expect(await faultOf(page, 'E-mail')).toContain('This e-mail address is already in use')
  expect(await page.getByLabel('Full name').inputValue()).toBe('Another Hedda')
  expect(await page.getByLabel('Agent type').inputValue()).toBe('sales_agent')
  await page.getByLabel('E-mail').fill('nobody')
  await page.getByLabel('Full name').fill('')
  await press(page, 'Add')
  expect(await faultOf(page, 'Full name')).toBe('Fill in this field.')
  expect(await faultOf(page, 'E-mail')).not.toBe('')
})

test('R-106 R-107 U-22 a global admin without the agent role is one click away from adding users', async () => {
  const { person } = await world.partner({ roles: ['global_admin'] })
  const page = await world.pageOf('partner', person)
  await page.goto('/settings/users')
  expect(await page.getByRole('button', { name: 'Add user' }).getAttribute('aria-disabled')).toBe('true')
  await press(page, 'Make me an admin agent')
  await says(page, 'You are an admin agent now.')
  await follow(page, 'Add user')
  await heading(page, 'Add user')
})

test('R-111 §4.4 U11 a removed user is signed out immediately and restored with the same roles; the last global admin stays', async () => {
  const partner = await world.partner()
  const sales: Person & { email: string; name: string } = await world.person({
    organisationId: partner.id,
    audience: 'partner',
    roles: ['sales_agent'],
  })
  const [admin, page] = [await world.pageOf('partner', partner.person), await world.pageOf('partner', sales)]
  await page.goto('/requests')
  await heading(page, 'Requests')
  await admin.goto(`/settings/users?search=${sales.email}`)
  await admin.getByRole('link', { name: sales.name }).click()
  await follow(admin, 'Remove')
  await press(admin, 'Remove')
  await says(admin, 'The user was removed and is signed out everywhere.')
  await page.goto('/requests')
  expect(new URL(page.url()).pathname).toBe('/sign-in')

  const undo = admin.getByRole('button', { name: 'Undo', exact: true })
  await undo.click()
  await says(admin, 'The user was restored with the same roles.')
  await follow(admin, 'Remove')
  await press(admin, 'Remove')
  await follow(admin, 'Removed users')
  await admin.getByRole('link', { name: sales.name }).click()
  await press(admin, 'Restore')
  await says(admin, 'The user was restored with the same roles.')
  expect(await admin.getByLabel('Agent type').inputValue()).toBe('sales_agent')

  await admin.goto(`/settings/users/${partner.person.membershipId}`)
  await says(admin, 'You cannot change your own admin role. Another global admin can.')
  expect(await admin.getByRole('button', { name: 'Remove' }).getAttribute('aria-disabled')).toBe('true')
  expect(await admin.getByRole('button', { name: 'Reset password' }).getAttribute('aria-disabled')).toBe(
    'true',
  )
})

test('U-17 a user management admin reads why they cannot reset a password, and whom to ask', async () => {
  const partner = await world.partner()
  const keeper = await world.person({
    organisationId: partner.id,
    audience: 'partner',
    roles: ['user_admin', 'admin_agent'],
  })
  const page = await world.pageOf('partner', keeper)
  await page.goto(`/settings/users/${partner.person.membershipId}`)
  await says(page, `(${partner.person.email})`)
  const reset = page.getByRole('button', { name: 'Reset password' })
  expect(await reset.getAttribute('aria-disabled')).toBe('true')
  await page.goto(`/settings/users/${partner.person.membershipId}/reset`)
  await expect.poll(() => page.locator('main form').count()).toBe(0)
  await page.goto('/settings/users/new')
  await expect.poll(() => page.getByLabel('Admin type').count()).toBe(0)
  await says(page, 'Only a global admin can assign or remove admin roles.')
})
