import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

test('R-118 R-121 to R-130 a reseller signs in to its provider’s invitation, authorises it, is looked after, and ends it', async () => {
  const provider = await world.partner({ kind: 'indirect_provider', legalName: 'Walk Distribution' })
  const reseller = await world.partner({ kind: 'indirect_reseller', legalName: 'Walk Resale' })
  const email = 'reseller-walk@walk.example'
  await world.asOwner('update auth.account set email = $2 where id = $1', [reseller.person.id, email])
  await world.setPassword(reseller.person, 'harbour lamp violet 42')

  const portal = await world.pageOf('partner', provider.person)
  await portal.goto('/indirect-resellers')
  await portal.getByRole('link', { name: 'Invite an indirect reseller' }).click()
  const { link } = await world.api.query<{ link: string }>(
    await world.tokenFor(provider.person),
    'relationshipRequest.draft',
    { to: 'resellers' },
  )
  expect(await portal.getByLabel('Link').first().inputValue()).toBe(link)

  const page = await world.pageOf('partner')
  await page.goto(link)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('harbour lamp violet 42')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Authorize Walk Distribution as your indirect provider' }).waitFor()
  const authorise = page.getByRole('button', { name: 'Authorize indirect provider' })
  await page.waitForFunction(() => document.querySelector('button.primary[aria-disabled="true"]'))
  await page.getByRole('checkbox').check()
  await authorise.click()
  await page.getByText('Walk Distribution is now your indirect provider.').waitFor()

  await portal.goto('/indirect-resellers')
  await portal.getByRole('link', { name: 'Walk Resale' }).click()
  await portal.getByRole('link', { name: 'User management' }).click()
  await portal.getByText(email).waitFor()
  await portal.goBack()
  await portal.getByRole('link', { name: 'Activity log' }).click()
  await portal.getByLabel('Category').selectOption('users')
  await portal.getByRole('button', { name: 'Apply filters' }).click()
  await portal.getByText('No matching activity').waitFor()
  await page.goto('/settings/activity')
  await page
    .getByText(/\(Walk Distribution\)/)
    .first()
    .waitFor()

  await page.goto('/indirect-providers')
  await page.getByRole('link', { name: 'Walk Distribution' }).click()
  await page.getByRole('button', { name: 'Remove admin access' }).click()
  await page.getByText('The admin access was removed.').waitFor()
  await portal.reload()
  await portal.getByText('User management').waitFor({ state: 'detached' })

  await page.getByRole('link', { name: 'Remove partnership' }).click()
  await page.getByRole('checkbox').check()
  await page.getByRole('textbox').last().fill('Walk Distribution')
  await page.getByRole('button', { name: 'Remove partnership' }).click()
  await page.getByText('The partnership with Walk Distribution has ended.').waitFor()
  await page.goto('/indirect-providers')
  await page
    .getByText('a wider choice of services and takes over billing and support, so that you can focus')
    .waitFor()
  await portal.goto('/indirect-resellers')
  await portal.getByText('No indirect resellers yet').waitFor()
})
