// The settings of a partner's account in a browser without JavaScript: its own directory, a second factor for everyone,
// a reviewed change, and the activity log that records all of it.
import { startProvider } from '@entente/testkit/oidc-provider'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { turnFactorOn } from '../testing/people.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
let provider: Awaited<ReturnType<typeof startProvider>>
beforeAll(async () => {
  const demo = inject('demo')
  world = await openWorld(demo, inject('demoDatabaseUrl'))
  provider = await startProvider(`${demo.urls.partner}/sign-in/directory/`)
})
afterAll(async () => {
  await provider?.stop()
  await world?.close()
})

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const plain = { javaScriptEnabled: false }

/** The page names the directory's host; the person follows the link. */
const leave = (page: Page) => page.getByRole('link', { name: /^Continue to localhost/ }).click()

test('a company’s own directory is set up, tested and turned on, and signs a colleague in', async () => {
  const partner = await world.partner()
  const page = await world.pageOf('partner', partner.person, plain)
  await page.goto('/settings')
  await page.getByRole('link', { name: 'Sign-in', exact: true }).click()
  await page.getByRole('link', { name: 'Set up directory' }).click()
  await page.getByLabel('Issuer').fill(provider.issuer)
  await page.getByLabel('Client ID').fill('entente')
  await page.getByLabel('Client secret').fill('seven-lamps')
  await press(page, 'Save')
  await page.getByText('The directory was saved. Test it next.').waitFor()

  provider.say({ email: 'somebody@else.example', email_verified: true })
  await press(page, 'Test')
  await leave(page)
  await page.getByText(/^You signed in with a different e-mail address/).waitFor()
  await page.getByRole('link', { name: 'Back to settings' }).click()
  provider.say({ email: partner.person.email, email_verified: true })
  await press(page, 'Test')
  await leave(page)
  await page.getByText('The test succeeded: you returned with your own address.').waitFor()
  await press(page, 'Count as verified')
  await page.getByText('Addresses of this directory count as verified.').waitFor()
  await press(page, 'Turn on')
  await page.getByText('Your colleagues can now sign in with the directory.').waitFor()
  expect(await page.content()).not.toContain('seven-lamps')

  const colleague = await world.person({
    ...{ organisationId: partner.id, audience: 'partner' },
    roles: ['helpdesk_agent'],
  })
  const visitor = await world.pageOf('partner', undefined, plain)
  await visitor.goto('/sign-in')
  await visitor.getByRole('link', { name: 'Sign in with your company’s directory' }).click()
  await visitor.getByLabel('E-mail').fill('somebody@elsewhere.example')
  await press(visitor, 'Continue')
  await visitor.getByText(/^There is no directory sign-in for this address/).waitFor()
  await visitor.goto(`/sign-in/directory/${partner.id}`)
  provider.say({ email: colleague.email })
  await press(visitor, 'Continue')
  await leave(visitor)
  await heading(visitor, 'Home').waitFor()

  await page.goto('/settings/activity')
  await page.getByText('Signed in through the company’s directory').first().waitFor()
  await page.getByText(colleague.email).first().waitFor()
})

test('§4.2 a changed legal name is shown next to the verified one, and the log can be exported', async () => {
  const partner = await world.partner()
  const page = await world.pageOf('partner', partner.person, plain)
  await page.goto('/settings/profile/contact')
  await page.getByLabel('Me', { exact: true }).check()
  await page.getByLabel('Phone').fill('+49 40 1234567')
  await press(page, 'Send for review')
  await page.getByText('The new contact was saved.').waitFor()
  await page.getByRole('link', { name: 'Change name or address' }).click()
  await page.getByLabel('Legal name').fill('=Fabrikam SE')
  await page.getByLabel('Street and number').fill('Hafenstraße 1')
  await page.getByLabel('City').fill('Hamburg')
  await page.getByLabel('Postal code').fill('20457')
  await press(page, 'Send for review')
  await page.getByText('A change is under review').waitFor()
  await page.getByText(partner.legalName).first().waitFor()
  await page.getByText('=Fabrikam SE').waitFor()

  const file = await page.request.get('/settings/activity/export?subject=account')
  expect(file.headers()['content-disposition']).toBe('attachment; filename="activity.csv"')
  const [head, newest, ...older] = (await file.text()).replace('\ufeff', '').trim().split('\r\n')
  expect(head).toBe(
    '"When","What","About","Service","Reason","Access ID","Who","E-mail","Roles at the time","Code"',
  )
  expect(newest).toMatch(/^"2\d{3}-\d\d-\d\dT[\d:.]+Z","Requested a profile change"/)
  expect(older).toHaveLength(1)
})

test('a second factor that is required for everyone must be set up before the account opens', async () => {
  const partner = await world.partner()
  await turnFactorOn(world, partner.person)
  const page = await world.pageOf('partner', partner.person, plain)
  const colleague = await world.person({
    ...{ organisationId: partner.id, audience: 'partner', roles: ['helpdesk_agent'] },
  })
  await world.setPassword(colleague, 'seven quiet harbours 42')
  await page.goto('/settings/sign-in')
  await press(page, 'Require for everyone')
  await page.getByText('Everyone needs a second factor now.').waitFor()
  const visitor = await world.pageOf('partner', undefined, plain)
  await visitor.goto('/sign-in?return=%2Fcustomers')
  await visitor.getByLabel('E-mail').fill(colleague.email)
  await visitor.getByLabel('Password').fill('seven quiet harbours 42')
  await press(visitor, 'Sign in')
  await heading(visitor, 'Set up a second factor').waitFor()
  await visitor.goto('/customers')
  await heading(visitor, 'Set up a second factor').waitFor()
})
