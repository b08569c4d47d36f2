// Nobody gets a password for an address before its mailbox is proven, with all real processes and without JavaScript.
import { waitFor } from '@entente/testkit/wait'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { linkIn } from '../testing/mails.ts'
import { newAddress, openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const [ours, theirs] = ['seven quiet harbours 42', 'a stranger picked this 99']
const withoutScripts = { javaScriptEnabled: false }
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()

/** The link of the newest confirmation mail, once there are `count` of them. */
async function confirmLink(email: string, path: string, count = 1): Promise<string> {
  const links = await waitFor(
    async () => {
      const mails = (await world.mails.to(email)).filter(({ subject }) => subject.startsWith('Confirm your'))
      return mails.length >= count && new Set(mails.map((mail) => linkIn(mail, path)))
    },
    { timeoutMs: 10_000, what: `${count} confirmation mails to ${email}` },
  )
  const open = await Promise.all(
    [...links].map(async (link) => ((await fetch(link)).status === 200 ? [link] : [])),
  )
  const [newest, ...others] = open.flat()
  expect(others).toEqual([])
  return newest ?? ''
}

/** What the confirm page says about where its sign-up came from. */
const askedOn = (page: Page) =>
  page.getByRole('region', { name: 'Where this request came from' }).textContent()

async function isRefused(side: 'customer' | 'partner', email: string, password: string): Promise<void> {
  const page = await world.pageOf(side, undefined, withoutScripts)
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await press(page, 'Sign in')
  await page.getByRole('alert').waitFor()
  expect(new URL(page.url()).pathname).toBe('/sign-in')
}

test('a stranger’s sign-up with somebody else’s address gives the stranger no way in, and the owner loses nothing', async () => {
  const email = `ines@cove-${Date.now()}.example`
  const partner = await world.partner({ legalName: 'Anchor Cloud' })
  const { token } = await world.linkOf(partner.person)

  const owner = await world.pageOf('customer', undefined, withoutScripts)
  await owner.goto(`/sign-up?invitation=${token}`)
  await expect.poll(() => owner.locator('input[type=password]').count()).toBe(0)
  await owner.getByLabel('Organisation').fill('Cove Bakery')
  await owner.getByLabel('Country').selectOption('IE')
  await owner.getByLabel('Name', { exact: true }).fill('Ines Ferro')
  await owner.getByLabel('E-mail').fill(email)
  await press(owner, 'Create an account')
  await heading(owner, 'Check your inbox')
  const older = await confirmLink(email, '/confirm/')

  const address = newAddress()
  const stranger = await world.pageOf('customer', undefined, {
    ...withoutScripts,
    extraHTTPHeaders: { 'x-forwarded-for': address },
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  })
  await stranger.goto('/sign-up')
  // The form as an attacker posts it, with a field that the page does not have.
  await stranger.getByLabel('Organisation').fill('Stranger Ltd')
  await stranger.getByLabel('Country').selectOption('FR')
  await stranger.getByLabel('Name', { exact: true }).fill('Sly Stranger')
  await stranger.getByLabel('E-mail').fill(email)
  await stranger
    .locator('main form')
    .last()
    .evaluate((form, value) => {
      const field = Object.assign(document.createElement('input'), { name: 'password', value })
      form.append(field)
    }, theirs)
  await press(stranger, 'Create an account')
  await heading(stranger, 'Check your inbox')
  await isRefused('customer', email, theirs)

  const newer = await confirmLink(email, '/confirm/', 2)
  expect(newer).not.toBe(older)
  await owner.goto(older)
  await heading(owner, 'This link is no longer valid')

  const phone = await world.pageOf('customer', undefined, withoutScripts)
  await phone.goto(newer)
  const asked = await askedOn(phone)
  expect(asked).toContain('Firefox, Windows')
  expect(asked).toContain(address)
  expect(asked).toContain(String(new Date().getUTCFullYear()))
  expect(await phone.getByLabel('Organisation').inputValue()).toBe('Stranger Ltd')
  await phone.getByLabel('Organisation').fill('Cove Bakery')
  await phone.getByLabel('Country').selectOption('IE')
  await phone.getByLabel('Name', { exact: true }).fill('Ines Ferro')
  await phone.getByLabel('Password').fill('too short')
  await press(phone, 'Confirm')
  await phone.getByRole('alert').waitFor()
  expect(await phone.getByLabel('Organisation').inputValue()).toBe('Cove Bakery')
  expect(await phone.getByLabel('Password').inputValue()).toBe('')
  await phone.getByLabel('Password').fill(ours)
  await press(phone, 'Confirm')
  await heading(phone, 'Review the request from Anchor Cloud')

  const saved = await world.asOwner(
    `select a.name, o.legal_name, o.country, m.roles from auth.account a join auth.membership m on m.account_id = a.id
    join organisation o on o.id = m.organisation_id where a.email = $1`,
    [email],
  )
  expect(saved).toEqual([
    { name: 'Ines Ferro', legal_name: 'Cove Bakery', country: 'IE', roles: ['global_admin'] },
  ])
  await isRefused('customer', email, theirs)
})

test('R-088 a work account gets its password, its corrections and its session on the page behind the link', async () => {
  const email = `ada@pier-${Date.now()}.example`
  const visitor = await world.pageOf('partner', undefined, withoutScripts)
  await visitor.goto('/enrol/create?kind=indirect_reseller')
  await expect.poll(() => visitor.locator('input[type=password]').count()).toBe(0)
  await visitor.getByLabel('Company').fill('Stranger Ltd')
  await visitor.getByLabel('Country or region').selectOption('FR')
  await visitor.getByLabel('Your full name').fill('Sly Stranger')
  await visitor.getByLabel('Business e-mail').fill(email)
  await press(visitor, 'Create work account')
  await heading(visitor, 'Check your inbox')

  const page = await world.pageOf('partner', undefined, withoutScripts)
  await page.goto(await confirmLink(email, '/enrol/confirm/'))
  expect(await askedOn(page)).toMatch(/Chrome[\s\S]*2001:db8:/)
  await page.getByLabel('Company').fill('Pier Systems')
  await page.getByLabel('Country or region').selectOption('IE')
  await page.getByLabel('Your full name').fill('Ada Roy')
  await page.getByLabel('Password').fill(ours)
  await press(page, 'Confirm and create')
  await heading(page, 'Your application')
  const saved = await world.asOwner(
    `select a.name, o.legal_name, o.country from auth.account a join auth.membership m on m.account_id = a.id
    join organisation o on o.id = m.organisation_id where a.email = $1`,
    [email],
  )
  expect(saved).toEqual([{ name: 'Ada Roy', legal_name: 'Pier Systems', country: 'IE' }])
  await isRefused('partner', email, theirs)
})
