// People in a browser without JavaScript: a customer's global admin and a colleague, and two operators who reset the
// second factor of somebody whom no colleague can help.
import { base32Bytes, totpCode } from '@entente/auth/totp'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const plain = { javaScriptEnabled: false }
const password = 'seven quiet harbours 42'
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await press(page, 'Sign in')
}

/** Sets up a second factor on the page that asks for one. */
async function setUpFactor(page: Page): Promise<void> {
  await press(page, 'Set up')
  const secret = base32Bytes(((await page.locator('code').textContent()) ?? '').replaceAll(' ', ''))
  await page.getByRole('textbox', { name: 'Code' }).fill(totpCode(secret, new Date()))
  await press(page, 'Turn on')
  await page.getByRole('list', { name: 'Recovery codes' }).waitFor()
}

const givenColleague = async () => {
  const customer = await world.customer()
  const colleague = await world.person({
    ...{ organisationId: customer.id, audience: 'customer', roles: ['user'] },
  })
  await world.setPassword(colleague, password)
  return { customer, colleague, admin: await world.pageOf('customer', customer.person, plain) }
}

test('a global admin changes a colleague’s role, which counts at once, removes the colleague and undoes it', async () => {
  const { customer, colleague, admin } = await givenColleague()
  const page = await world.pageOf('customer', colleague, plain)
  await page.goto('/account')
  await expect.poll(() => page.getByRole('link', { name: 'People' }).count()).toBe(0)

  await admin.goto('/people')
  await admin.getByRole('link', { name: colleague.name }).click()
  await admin.getByLabel('Global admin').check()
  await press(admin, 'Save role')
  await admin.getByText(`The role of ${colleague.name} was changed, effective now.`).waitFor()
  await page.goto('/people')
  await page.getByRole('link', { name: customer.person.name }).waitFor()

  await press(admin, 'End all sessions')
  await admin.getByText(`${colleague.name} is signed out on every device.`).waitFor()
  await page.goto('/people')
  await heading(page, 'Sign in')

  await admin.getByRole('link', { name: 'Remove person' }).click()
  await press(admin, 'Remove person')
  await admin.getByText(`${colleague.name} was removed and is signed out everywhere.`).waitFor()
  await signIn(page, colleague.email)
  await page.getByText(/^This account is not active/).waitFor()
  await press(admin, `Undo: restore ${colleague.name}`)
  await admin.getByText(`${colleague.name} was restored and can sign in again.`).waitFor()
  await signIn(page, colleague.email)
  await page.waitForURL((url) => url.pathname !== '/sign-in')
})

test('the last global admin can neither leave nor step down, and is told why', async () => {
  const { customer, admin } = await givenColleague()
  await admin.goto(`/people/${customer.person.membershipId}`)
  await admin.getByText('This is the account’s last global admin.').first().waitFor()
  await admin.goto(`/people/${customer.person.membershipId}/remove`)
  await admin.getByText('This is the account’s last global admin.').waitFor()
  await expect.poll(() => admin.getByRole('button', { name: 'Remove person' }).count()).toBe(0)
})

test('a customer requires a second factor: a colleague without one is out and sets one up before anything else', async () => {
  const { colleague, admin } = await givenColleague()
  const page = await world.pageOf('customer', colleague, plain)
  await page.goto('/account')
  await admin.goto('/people')
  await press(admin, 'Require for everyone')
  await admin.getByText('Set up your own second factor first', { exact: false }).first().waitFor()
  await admin.goto('/account/second-factor')
  await setUpFactor(admin)
  await admin.goto('/people')
  await press(admin, 'Require for everyone')
  await admin.getByText('Everyone needs a second factor now.').waitFor()

  await page.goto('/account')
  await heading(page, 'Sign in')
  await signIn(page, colleague.email)
  await heading(page, 'Set up a second factor')
  await page.goto('/account')
  await heading(page, 'Set up a second factor')
  await setUpFactor(page)
  await page.getByRole('link', { name: 'I have saved them' }).click()
  await page.goto('/account')
  await heading(page, 'Account')
})

test('two operators reset the second factor of a last global admin; the one who asked cannot confirm', async () => {
  const { customer } = await givenColleague()
  const { person } = customer
  await world.setPassword(person, password)
  const own = await world.pageOf('customer', person, plain)
  await own.goto('/account/second-factor')
  await setUpFactor(own)

  const asker = await world.pageOf('operator', await world.operator(), plain)
  await asker.goto('/people')
  await asker.getByLabel('E-mail').fill(person.email)
  await press(asker, 'Find')
  await asker.getByRole('link', { name: person.name }).click()
  await asker.getByRole('link', { name: 'Ask for a reset' }).click()
  await asker.getByLabel('Reason').fill('Phone stolen, called back')
  await press(asker, 'Ask for a reset')
  await asker.getByText('The request is open.').waitFor()
  const row = (page: Page) => page.getByRole('row').filter({ hasText: person.email })
  await row(asker).getByText('You made this request').waitFor()

  const second = await world.pageOf('operator', await world.operator(), plain)
  await second.goto('/requests')
  await row(second).getByText('Phone stolen, called back').waitFor()
  await press(second, `Confirm the request about ${person.name}`)
  await second.getByText('Confirmed and done.').waitFor()
  await expect.poll(() => row(second).count()).toBe(0)

  await own.goto('/account')
  await heading(own, 'Sign in')
  await world.mails.arrival(person.email, /^Your second factor in .* was reset$/)
  await signIn(own, person.email)
  await heading(own, 'Set up a second factor')
})

test('an operator suspends an account with a reason, and lifts it; the person reads neutral words', async () => {
  const { colleague } = await givenColleague()
  const page = await world.pageOf('customer', colleague, plain)
  const operator = await world.pageOf('operator', await world.operator(), plain)
  await operator.goto(`/people/${colleague.id}`)
  await operator.getByRole('link', { name: 'Suspend account' }).click()
  await operator.getByLabel('Reason').fill('Phished')
  await press(operator, 'Suspend account')
  await operator.getByText('The account is suspended.').waitFor()
  await page.goto('/account')
  await heading(page, 'Sign in')
  await signIn(page, colleague.email)
  await page.getByText(/^This account is not active/).waitFor()
  expect(await page.content()).not.toContain('Phished')
  await operator.getByRole('link', { name: 'Lift suspension' }).click()
  await operator.getByLabel('Reason').fill('Password changed')
  await press(operator, 'Lift suspension')
  await operator.getByText('The suspension is lifted.').waitFor()
  await signIn(page, colleague.email)
  await page.waitForURL((url) => url.pathname !== '/sign-in')
})

test('D-08 a global admin names a security contact, whose mailbox confirms without an account', async () => {
  const customer = await world.customer()
  const email = `security@${Date.now()}.example`
  const page = await world.pageOf('customer', customer.person, plain)
  await page.goto('/people')
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('button', { name: 'Name security contact' }).click()
  await page.getByText(`Waiting for ${email} to confirm`).waitFor()
  const { text } = await world.mails.arrival(email, /security contact/)
  const visitor = await world.pageOf('customer', undefined, plain)
  await visitor.goto(new URL(text.match(/https?:\/\/\S+\/security-contact\/\S+/)?.[0] ?? '').pathname)
  await visitor.getByRole('button', { name: 'Confirm' }).click()
  await visitor.getByRole('heading', { name: 'The address is confirmed' }).waitFor()
  await page.goto('/people')
  await page.getByText(`Confirmed: ${email}`).waitFor()
})
