// A partner's person opens a customer's service, and the customer reads who did it, when and why.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

test('R-001 R-003 U-11 a service opens with a reason, and the customer reads it in its access log and the CSV', async () => {
  const partner = await world.partner({ legalName: `Beacon ${Date.now()}` })
  const customer = await world.customer()
  const { token } = await world.linkOf(partner.person)
  const { relationshipId } = await world.accept(customer.person, token, ['azure'])
  const site = await world.pageOf('customer', customer.person, { javaScriptEnabled: false })
  const portal = await world.pageOf('partner', partner.person)
  const azure = 'https://portal.azure.com/'
  await portal.context().route(`${azure}**`, (route) => route.fulfill({ body: 'The portal of Azure' }))
  const press = async (name: string) => {
    const opened = portal.context().waitForEvent('page')
    await portal.getByRole(name === 'button' ? 'button' : 'link', { name: 'Open Azure' }).click()
    return opened
  }

  // Nobody asks for a reason: one press opens the portal in another tab, twice in a row, and each is a use.
  await portal.goto(`/customers/${relationshipId}`)
  await expect.poll(() => portal.getByRole('button', { name: /^Open / }).count()).toBe(1)
  for (const _ of [1, 2]) {
    const tab = await press('button')
    await tab.waitForURL(`${azure}#entente-hand-over=*`)
    await tab.close()
    await portal.waitForTimeout(1100)
  }

  await site.goto('/access-log')
  await site.getByRole('link', { name: 'Change' }).click()
  await site.getByRole('radio', { name: 'Require a reason' }).check()
  await site.getByRole('button', { name: 'Save' }).click()
  await site.getByText('From now on, partners must give a reason').waitFor()

  await portal.reload()
  const tab = await press('link')
  const reason = tab.getByLabel('Reason or ticket number')
  await reason.fill(' ')
  await tab.getByRole('button', { name: 'Open' }).click()
  await tab.getByText('Enter a reason or a ticket number').first().waitFor()
  await reason.fill('=INC-7 lost phone')
  await tab.getByRole('button', { name: 'Open' }).click()
  await tab.waitForURL(`${azure}#entente-hand-over=*`)

  await site.goto('/access-log?search=lost')
  const row = site.getByRole('row').filter({ hasText: 'Opened Azure' })
  await expect.poll(() => row.count()).toBe(1)
  for (const text of [partner.legalName, partner.person.name, '=INC-7 lost phone'])
    await row.getByText(text).waitFor()
  const csv = await site.request.get('/access-log/export')
  const records = (await csv.text())
    .trim()
    .split('\r\n')
    .map((line) => line.slice(1, -1).split('","'))
  expect(records).toHaveLength(4)
  expect(records[1]).toEqual(
    expect.arrayContaining([partner.legalName, partner.person.name, 'Azure', "'=INC-7 lost phone"]),
  )
  // The partner's own log shows the same id.
  await portal.goto('/settings/activity?subject=customers')
  await portal.getByText(records[1]?.at(-1) ?? '').waitFor()

  await site.goto('/partner-relationships/register')
  await site.getByRole('row').filter({ hasText: partner.legalName }).filter({ hasText: 'Azure' }).waitFor()
  const register = await site.request.get('/partner-relationships/register/export')
  expect(await register.text()).toContain(customer.person.email)
})
