// A user whom a colleague adds: the address stays its owner's, and the colleague learns nothing about it.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { heading, password, press, says, signIn } from '../testing/enrolment.ts'
import { linkIn } from '../testing/mails.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

let count = 0
const outside = () => `mila-${Date.now()}-${++count}@elsewhere.example`

/** Adds a user outside the company's domains; returns what the page says, without the address and the time. */
async function add(page: Page, email: string): Promise<string> {
  await page.goto('/settings/users/new')
  await page.getByLabel('Full name').fill('Mila Novak')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Agent type').selectOption('Helpdesk agent')
  await press(page, 'Add')
  await says(page, 'Link sent')
  const text = (await page.getByRole('main').textContent()) ?? ''
  return text.replaceAll(email, '').replace(/until .*?\./, '')
}

const row = async (page: Page, email: string) => {
  await page.goto('/settings/users')
  return (await page.getByRole('row').filter({ hasText: email }).textContent())?.replaceAll(email, '')
}

const linkFor = async (email: string) =>
  linkIn(await world.mails.arrival(email, / added you to /), '/set-up/')

test('R-109 R-112 a user outside the company’s domains chooses a password with a link that works once', async () => {
  const partner = await world.partner()
  const admin = await world.pageOf('partner', partner.person)
  const email = outside()
  await add(admin, email)
  expect(await row(admin, email)).toContain('Link sent')

  const page = await world.pageOf('partner', undefined, { javaScriptEnabled: false })
  const link = await linkFor(email)
  for (let look = 0; look < 2; look++) {
    await page.goto(link)
    await heading(page, 'Choose your password')
  }
  await says(page, partner.legalName)
  await page.getByLabel('New password').fill(password)
  await press(page, 'Save password')
  await heading(page, 'Sign in')
  await signIn(page, email, password)
  await heading(page, 'Home')
  expect(await row(admin, email)).toContain('Active')
  await page.goto(link)
  await says(page, /already used|has expired/)
})

test('R-109 an expired link is sent again from the user’s page', async () => {
  const admin = await world.pageOf('partner', (await world.partner()).person)
  const email = outside()
  await add(admin, email)
  const first = await linkFor(email)
  await world.asOwner(
    `update auth.one_time_link set expires_at = now() - interval '1 second' where details ->> 'email' = $1`,
    [email],
  )
  expect(await row(admin, email)).toContain('Link expired')
  await admin.getByRole('link', { name: 'Mila Novak' }).click()
  await press(admin, 'Send link')
  await says(admin, 'A new link was sent.')
  const page = await world.pageOf('partner')
  expect((await page.goto(first))?.status()).toBe(410)
})

test('R-109 S14 the page, the list and the mail are alike for an address with an account elsewhere; its owner joins with a new password', async () => {
  const [partner, elsewhere] = [await world.partner(), await world.partner()]
  const [known, unknown] = [outside(), outside()]
  await world.setPassword(elsewhere.person, password)
  await world.asOwner('update auth.account set email = $2 where id = $1', [elsewhere.person.id, known])
  const admin = await world.pageOf('partner', partner.person)
  expect(await add(admin, known)).toBe(await add(admin, unknown))
  expect(await row(admin, known)).toBe(await row(admin, unknown))
  const mails = await Promise.all(
    [known, unknown].map(async (email) => {
      const { subject, text } = await world.mails.arrival(email, / added you to /)
      return subject + text.replace(/https?:\/\/\S+/, '').replace(/\d\d:\d\d/, '')
    }),
  )
  expect(mails[0]).toBe(mails[1])

  const page = await world.pageOf('partner')
  await page.goto(await linkFor(known))
  await heading(page, `Join ${partner.legalName}`)
  const chosen = 'orchard lantern gravel 19'
  await page.getByLabel('New password').fill(chosen)
  await press(page, 'Save password and join')
  await says(page, 'You joined the company.')
  await signIn(page, known, chosen)
  await heading(page, 'Home')
  expect(await row(admin, known)).toContain('Active')
})

test('R-109 an address that a colleague typed keeps its owner neither from enrolling nor from signing up as a customer', async () => {
  const partner = await world.partner()
  const admin = await world.pageOf('partner', partner.person)
  const email = outside()
  await add(admin, email)
  const page = await world.pageOf('partner')
  await page.goto('/enrol')
  await page.getByLabel('Indirect reseller').check()
  await press(page, 'Next')
  await page.getByRole('main').getByRole('link', { name: 'Create one' }).click()
  await page.getByLabel('Company').fill('Novak & Daughters')
  await page.getByLabel('Country or region').selectOption('DE')
  await page.getByLabel('Your full name').fill('Mila Novak')
  await page.getByLabel('Business e-mail').fill(email)
  await press(page, 'Create work account')
  await heading(page, 'Check your inbox')
  await world.mails.arrival(email, /^Confirm your work account/)
})
