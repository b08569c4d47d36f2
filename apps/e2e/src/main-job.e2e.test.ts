// The main job in a browser, with all real processes: a partner's request becomes a customer relationship.
import { waitFor } from '@entente/testkit/wait'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { ready } from '../testing/look.ts'
import { linkIn } from '../testing/mails.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const password = 'seven quiet harbours 42'

async function signIn(page: Page, email: string, secret: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(secret)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function createAccount(
  page: Page,
  person: { organisation: string; name: string; email: string },
): Promise<void> {
  await page.getByLabel('Organisation').fill(person.organisation)
  await page.getByLabel('Country').selectOption('IE')
  await page.getByLabel('Name', { exact: true }).fill(person.name)
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.getByRole('heading', { level: 1, name: 'Check your inbox' }).waitFor()
}

/** Opens the link of the confirmation mail and chooses the password there. */
async function confirmAddress(page: Page, email: string): Promise<void> {
  await page.goto(linkIn(await world.mails.arrival(email, /^Confirm your e-mail address/), '/confirm/'))
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Confirm' }).click()
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })

test('R-002 R-012 R-013 R-016 R-021 R-050 R-054 R-058 R-169 R-171 U-01 U5 U8 U25 a request is mailed, and its acceptance adds the customer to the open list within 8 seconds', async () => {
  const nora = world.account('nora@')
  const customerEmail = 'ines@lakeside.example'
  const partner = await world.pageOf('partner', undefined, {
    permissions: ['clipboard-read', 'clipboard-write'],
  })

  await partner.goto('/')
  await signIn(partner, nora.email, nora.password)
  await heading(partner, 'Home').waitFor()
  await partner
    .getByRole('main')
    .getByRole('link', { name: 'Request a reseller relationship' })
    .last()
    .click()
  await heading(partner, 'Request a reseller relationship').waitFor()
  // Playwright selects a field and types into it in two steps; the page's scripts must not load in between.
  await ready(partner)

  const first = partner.getByLabel('Paragraph 1', { exact: true })
  await first.fill('Good morning Ines,')
  const text = await copiedText(partner)
  const link = await partner.getByLabel('Link', { exact: true }).inputValue()
  expect(text.split('\n\n')[0]).toBe('Good morning Ines,')
  expect(text.split('\n')).toContain(link)

  await partner.getByLabel('Recipients').fill(customerEmail)
  await partner.getByRole('button', { name: 'Send for me' }).click()
  await partner.getByText('On its way').waitFor()
  await world.sendNow(customerEmail)
  await partner.getByText(/^Sent, /).waitFor()

  const mail = await world.mails.arrival(customerEmail, /^Northwind Cloud GmbH asks to be your reseller/)
  expect(mail.text.replaceAll('\r\n', '\n').trim()).toContain(text)
  expect(mail.headers.find(({ name }) => name.toLowerCase() === 'reply-to')?.value).toContain(nora.email)

  const customer = await world.pageOf('customer')
  await customer.goto(linkIn(mail, '/invitation/'))
  await heading(customer, 'Northwind Cloud GmbH asks to be your reseller').waitFor()
  await customer.getByRole('main').getByRole('link', { name: 'Create an account' }).click()
  await createAccount(customer, { organisation: 'Lakeside Bakery', name: 'Ines Ferro', email: customerEmail })
  await confirmAddress(customer, customerEmail)
  await heading(customer, 'Review the request from Northwind Cloud GmbH').waitFor()

  await partner.goto('/customers?search=lakeside')
  await partner.getByRole('heading', { name: 'No customer matches “lakeside”' }).waitFor()
  await customer.getByRole('checkbox', { name: 'Intune' }).uncheck()
  await customer.getByRole('checkbox', { name: 'I accept the agreement' }).check()
  await customer.getByRole('button', { name: 'Authorize' }).click()
  const accepted = performance.now()
  await heading(customer, 'Northwind Cloud GmbH is now your partner').waitFor()

  const details = partner.getByRole('button', { name: 'Details of Lakeside Bakery' })
  await details.waitFor()
  const seenMs = performance.now() - accepted
  process.stdout.write(
    `U25 the partner's open list shows an acceptance after ${seenMs.toFixed()} ms, aim 2000 ms\n`,
  )
  // Other tests use the machine at the same time.
  expect(seenMs).toBeLessThan(8000)
  const row = partner.getByRole('row').filter({ has: details })
  expect(await row.textContent()).toMatch(
    /lakeside\.example[\s\S]*Ireland[\s\S]*Microsoft 365\s*Azure\s*\+1\s*Dynamics 365/,
  )

  await readRecordByKeyboard(partner)
  await partner.getByRole('navigation').getByRole('link', { name: 'Requests', exact: true }).click()
  const asked = partner.getByRole('row').filter({ hasText: customerEmail })
  await asked.waitFor()
  expect(await asked.textContent()).toMatch(/Accepted[\s\S]*Lakeside Bakery[\s\S]*Nora Winter/)

  const receipt = await world.mails.arrival(customerEmail, /^You authorised Northwind Cloud GmbH$/)
  expect(receipt.text).toMatch(/granted for: Microsoft 365, Azure,? and Dynamics 365/)
  const notice = await world.mails.arrival(nora.email, /^Lakeside Bakery accepted your request$/)
  expect(notice.text).toContain(`${world.urls.partner}/customers/`)
})

test('after the first authorisation a second factor is offered to an admin without one, and can wait', async () => {
  const [partner, other, customer] = [await world.partner(), await world.partner(), await world.customer()]
  const page = await world.pageOf('customer', customer.person)
  const authorize = async ({ person, legalName }: typeof partner) => {
    const { url } = await world.linkOf(person)
    await page.goto(`${url}/review`)
    await page.getByRole('checkbox', { name: 'I accept the agreement' }).check()
    await page.getByRole('button', { name: 'Authorize' }).click()
    await heading(page, `${legalName} is now your partner`).waitFor()
  }
  const offer = page.getByText('Protect what you just decided')
  const setUp = page.getByRole('main').getByRole('link', { name: 'Set up a second factor' })
  await authorize(partner)
  await offer.waitFor()
  await page.getByRole('link', { name: 'Not now' }).click()
  await heading(page, `${partner.legalName} is now your partner`).waitFor()
  await expect.poll(() => offer.count()).toBe(0)
  await page.goBack()
  await setUp.click()
  await page.waitForURL((url) => url.pathname === '/account/second-factor')
  await authorize(other)
  await expect.poll(() => offer.count()).toBe(0)
})

/** Presses Copy to clipboard, checks U8, and returns the content of the clipboard. */
async function copiedText(page: Page): Promise<string> {
  const button = page.getByRole('button', { name: 'Copy to clipboard' })
  await button.scrollIntoViewIfNeeded()
  const before = await button.boundingBox()
  await button.click()
  await page
    .getByRole('status')
    .filter({ hasText: /^Copied$/ })
    .waitFor({ state: 'attached' })
  expect(await button.boundingBox()).toEqual(before)
  await page
    .getByRole('status')
    .filter({ hasText: /^Copied$/ })
    .waitFor({ state: 'detached' })
  expect(await button.boundingBox()).toEqual(before)
  return page.evaluate(() => navigator.clipboard.readText())
}

async function readRecordByKeyboard(page: Page): Promise<void> {
  const details = page.getByRole('button', { name: 'Details of Lakeside Bakery' })
  expect(await details.getAttribute('aria-expanded')).toBe('false')
  await details.focus()
  await page.keyboard.press('Enter')
  for (const name of ['Account', 'Services'])
    await page.getByRole('main').getByRole('heading', { name, exact: true }).waitFor()
  expect(await details.getAttribute('aria-expanded')).toBe('true')
  const intune = page.getByRole('listitem').filter({ hasText: 'Intune' })
  expect(await intune.textContent()).toContain('Not granted')
  await page.keyboard.press('Space')
  await page.getByRole('heading', { name: 'Services', exact: true }).waitFor({ state: 'detached' })
  expect(await details.getAttribute('aria-expanded')).toBe('false')
}

test('R-022 R-026 R-055 R-056 R-057 U24 without JavaScript a customer signs in, keeps or moves each service, authorizes and views the result', async () => {
  const [holder, newcomer] = await Promise.all([
    world.partner({ legalName: 'Harbour IT' }),
    world.partner({ legalName: 'Meadow Cloud' }),
  ])
  const customer = await world.customer({ legalName: 'Orchard Press' })
  await world.setPassword(customer.person, password)
  await world.accept(customer.person, (await world.linkOf(holder.person)).token, ['microsoft-365', 'azure'])
  const { url } = await world.linkOf(newcomer.person)

  const page = await world.pageOf('customer', undefined, { javaScriptEnabled: false })
  await page.goto(url)
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await signIn(page, customer.person.email, password)
  await heading(page, 'Review the request from Meadow Cloud').waitFor()

  const group = (name: string) => page.getByRole('group', { name })
  expect(await group('Microsoft 365').getByRole('radio', { name: 'Keep Harbour IT' }).isChecked()).toBe(true)
  await group('Azure').getByRole('radio', { name: 'Move to Meadow Cloud' }).check()
  await page.getByRole('checkbox', { name: 'Intune' }).uncheck()
  const [refused] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.getByRole('button', { name: 'Authorize' }).click(),
  ])
  expect(refused.status()).toBe(422)
  await page.getByRole('alert').waitFor()
  expect(await group('Azure').getByRole('radio', { name: 'Move to Meadow Cloud' }).isChecked()).toBe(true)
  expect(await page.getByRole('checkbox', { name: 'Intune' }).isChecked()).toBe(false)

  await page.getByRole('checkbox', { name: 'I accept the agreement' }).check()
  await page.getByRole('button', { name: 'Authorize' }).click()
  await heading(page, 'Meadow Cloud is now your partner').waitFor()
  expect(await page.getByRole('main').textContent()).toMatch(/can now administer: Azure and Dynamics 365/)
  await page.reload()
  await heading(page, 'Meadow Cloud is now your partner').waitFor()

  await page.getByRole('link', { name: 'View your partner relationships' }).click()
  await heading(page, 'Partner relationships').waitFor()
  expect(await heldOf(page, 'Harbour IT')).toEqual(['Microsoft 365'])
  expect(await heldOf(page, 'Meadow Cloud')).toEqual(['Azure', 'Dynamics 365'])

  await world.accept(customer.person, (await world.linkOf(newcomer.person)).token)
  await page.goto(`${url}/review`)
  await heading(page, 'Meadow Cloud is already your partner').waitFor()
})

/** The services that a partner holds, read from the Partner relationships page. */
async function heldOf(page: Page, partner: string): Promise<string[]> {
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: partner, exact: true }) })
    .getByRole('cell')
  const columns = await page.getByRole('columnheader').allTextContents()
  const cells = await row.allTextContents()
  return columns.map((name) => name.trim()).filter((_, at) => /Since .*Remove/s.test(cells[at] ?? ''))
}

test('a decline says whether the partner is notified, and only then appears in its log', async () => {
  const partner = await world.partner({ legalName: 'Valley Systems' })
  const { url } = await world.linkOf(partner.person)
  const [silent, open] = [
    await world.customer({ legalName: 'Silent Oak' }),
    await world.customer({ legalName: 'Open Elm' }),
  ]
  for (const [customer, tells] of [
    [silent, false],
    [open, true],
  ] as const) {
    const page = await world.pageOf('customer', customer.person, { javaScriptEnabled: false })
    await page.goto(`${url}/review`)
    if (tells) await page.getByRole('checkbox', { name: 'Let the partner know' }).check()
    await page.getByRole('button', { name: 'Decline' }).click()
    await heading(page, 'You declined the request').waitFor()
    await page
      .getByText(
        tells ? 'Valley Systems will be notified that you declined.' : 'Valley Systems will not be notified.',
      )
      .waitFor()
  }
  const log = await world.pageOf('partner', partner.person)
  await log.goto('/requests')
  await log.getByRole('row', { name: /Open Elm.*Declined/ }).waitFor()
  await expect.poll(() => log.getByText('Silent Oak').count()).toBe(0)
  await log.goto('/customers')
  await log.getByRole('heading', { name: 'No customers yet' }).waitFor()
})

test('D-08 a second person of a domain asks to join, is approved as a user, and is told which admin to ask', async () => {
  const domain = 'riverbank.example'
  const customer = await world.customer({ legalName: 'Riverbank Studio', domain })
  const email = `paul@${domain}`
  const visitor = await world.pageOf('customer', undefined, { javaScriptEnabled: false })
  await visitor.goto('/sign-up')
  await createAccount(visitor, { organisation: 'Riverbank', name: 'Paul Reed', email })
  await confirmAddress(visitor, email)
  await heading(visitor, 'Waiting for a global admin').waitFor()
  await visitor.goto('/sign-in')
  await signIn(visitor, email, password)
  await visitor
    .getByText('A global admin of Riverbank Studio has not approved your request yet.')
    .first()
    .waitFor()

  await world.mails.arrival(customer.person.email, /^Paul Reed asks to join Riverbank Studio$/)
  const admin = await world.pageOf('customer', customer.person, { javaScriptEnabled: false })
  await admin.goto('/people')
  await admin.getByRole('button', { name: 'Approve as user: Paul Reed' }).click()
  await admin.getByText('Paul Reed can now sign in as a user.').waitFor()
  await world.mails.arrival(email, /^You can now work for Riverbank Studio/)

  const partner = await world.partner({ legalName: 'Summit Cloud' })
  const { url } = await world.linkOf(partner.person)
  await visitor.goto(url)
  await visitor.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await signIn(visitor, email, password)
  await heading(visitor, 'Only a global admin or a relationship manager can decide this').waitFor()
  const answer = await visitor.reload()
  expect(answer?.status()).toBe(403)
  await visitor.getByText(customer.person.name).first().waitFor()
  await visitor.getByRole('link', { name: customer.person.email }).waitFor()
  await expect.poll(() => visitor.getByRole('button', { name: 'Authorize' }).count()).toBe(0)
})

test('R-014 R-015 R-020 opening the e-mail app and Done send nothing; a long text is shortened to its link', async () => {
  const partner = await world.partner({ legalName: 'Glacier Networks' })
  const page = await world.pageOf('partner', partner.person, {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await page.goto('/requests/new')
  await ready(page)
  const link = await page.getByLabel('Link', { exact: true }).inputValue()
  const paragraphs = page.getByLabel(/^Paragraph \d$/)
  const opened = await mailtoOpener(page)

  for (const field of (await paragraphs.all()).slice(1)) await field.fill('')
  await paragraphs.first().fill('Größe & Maß = 100 %\n你好')
  const short = await opened()
  expect(short.subject).toBe(await page.getByLabel('Subject').inputValue())
  expect(short.body).toBe(`Größe & Maß = 100 %\r\n你好\r\n\r\n${link}`)
  expect(short.href).not.toMatch(/\+|[^\x21-\x7e]/)

  await paragraphs.first().fill('很长的正文。'.repeat(100))
  const long = await opened()
  expect(long.body).toBe(link)
  expect(long.href.length).toBeLessThanOrEqual(1900)
  await page.getByText(/the whole text is on the clipboard/).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('很长的正文。'.repeat(100))

  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('Your request is recorded in the log.').waitFor()
  await page.getByRole('navigation').getByRole('link', { name: 'Requests', exact: true }).click()
  await page.getByText('From your own mailbox').waitFor()
  const [counted] = await world.asOwner(
    'select count(*)::int as sent from request_recipient where partner_id = $1',
    [partner.id],
  )
  expect(counted).toEqual({ sent: 0 })
})

/** Returns a function that presses Open in e-mail app and reads the mailto address. */
async function mailtoOpener(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Page.enable')
  let asked: string[] = []
  session.on('Page.frameRequestedNavigation', ({ url }) => asked.push(url))
  return async () => {
    asked = []
    await page.getByRole('button', { name: 'Open in e-mail app' }).click()
    const href = await waitFor(() => asked.find((url) => url.startsWith('mailto:')), { what: 'the mail app' })
    const [subject = '', body = ''] = href
      .slice('mailto:?'.length)
      .split('&')
      .map((part) => decodeURIComponent(part.replace(/^[^=]*=/, '')))
    return { href, subject, body }
  }
}

test('R-018 R-019 a draft without its own link, or with another partner’s, is refused and keeps its text', async () => {
  const [partner, other] = [await world.partner(), await world.partner()]
  const foreign = (await world.linkOf(other.person)).url
  const page = await world.pageOf('partner', partner.person)
  await page.goto('/requests/new')
  await ready(page)
  const link = page.getByLabel('Link', { exact: true })
  const own = await link.inputValue()
  const first = page.getByLabel('Paragraph 1', { exact: true })
  for (const altered of ['', foreign, `${own}x`]) {
    await first.fill('My own words')
    await link.evaluate((input, value) => ((input as HTMLInputElement).value = value), altered)
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText('The link was missing or changed and has been restored.').first().waitFor()
    await expect.poll(() => link.inputValue()).toBe(own)
    expect(await first.inputValue()).toBe('My own words')
    await page.reload()
    await ready(page)
  }
  await first.fill(`Please use ${foreign}`)
  await page.getByLabel('Recipients').fill('somebody@else.example')
  await page.getByRole('button', { name: 'Send for me' }).click()
  await page
    .getByText(/Paragraph 1 contains a link to this service/)
    .first()
    .waitFor()
  expect(await first.inputValue()).toBe(`Please use ${foreign}`)
  expect(
    await world.asOwner('select id from relationship_request where partner_id = $1', [partner.id]),
  ).toEqual([])
  expect(await world.mails.to('somebody@else.example')).toEqual([])
})

test('R-010 R-028 a helpdesk agent cannot request anything, a sales agent only the relationship', async () => {
  const partner = await world.partner()
  const colleague = (role: 'helpdesk_agent' | 'sales_agent') =>
    world.person({ organisationId: partner.id, audience: 'partner', roles: [role] })
  const helpdesk = await world.pageOf('partner', await colleague('helpdesk_agent'))
  await helpdesk.goto('/customers')
  await heading(helpdesk, 'Customers').waitFor()
  await expect
    .poll(() => helpdesk.getByRole('link', { name: 'Request a reseller relationship' }).count())
    .toBe(0)
  expect((await helpdesk.goto('/requests/new'))?.status()).toBe(403)

  const sales = await world.pageOf('partner', await colleague('sales_agent'))
  await sales.goto('/requests/new')
  await heading(sales, 'Request a reseller relationship').waitFor()
  await expect.poll(() => sales.getByLabel('Include delegated admin privileges').count()).toBe(0)
  expect(await sales.getByLabel('Link', { exact: true }).inputValue()).toBe(
    (await world.linkOf(partner.person, false)).url,
  )
})

test('R-051 R-052 U23 everyone gets the same link, and switching the language keeps the invitation', async () => {
  const partner = await world.partner({ legalName: 'Polyglot IT' })
  const { url } = await world.linkOf(partner.person)
  expect((await world.linkOf(partner.person)).url).toBe(url)
  const page = await world.pageOf('customer', undefined, { javaScriptEnabled: false })
  await page.goto(url)
  for (const [language, lang, go] of [
    ['Deutsch', 'de', 'Anmelden'],
    ['简体中文', 'zh-CN', '登录'],
  ] as const) {
    await page.getByRole('button', { name: language }).click()
    expect(page.url()).toBe(url)
    expect(await page.locator('html').getAttribute('lang')).toBe(lang)
    await expect.poll(() => heading(page, /Polyglot IT/).count()).toBe(1)
    await expect.poll(() => page.getByRole('main').getByRole('link', { name: go }).count()).toBe(1)
  }
})
