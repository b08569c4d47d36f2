// A customer removes delegated admin privileges without JavaScript, and the partner sees it immediately.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

test('R-030 R-031 R-060 R-062 R-063 U15 a customer removes one service, then the rest, and the relationship stays', async () => {
  const partner = await world.partner({ legalName: `Weir ${Date.now()}` })
  const customer = await world.customer()
  const { token } = await world.linkOf(partner.person)
  const { relationshipId } = await world.accept(customer.person, token, ['azure', 'intune'])
  const page = await world.pageOf('customer', customer.person, { javaScriptEnabled: false })
  const remove = page.getByRole('link', { name: `Remove roles of ${partner.legalName}` })
  const press = () => page.getByRole('button', { name: 'Remove now' }).click()

  await page.goto('/partner-relationships')
  await remove.click()
  await page.getByText('stays responsible for supporting you').waitFor()
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck()
  await press()
  await page.getByRole('alert').filter({ hasText: 'Choose at least one service' }).waitFor()
  // Enter alone removes nothing (U12).
  await page.getByRole('checkbox', { name: 'Azure' }).check()
  await page.getByRole('checkbox', { name: 'Azure' }).press('Enter')
  await page.getByRole('alert').filter({ hasText: 'Nothing has been removed yet' }).waitFor()
  await press()
  await page.getByText('Removed, effective now').waitFor()
  expect(await page.getByText(/^Removed by you /).count()).toBe(1)

  const portal = await world.pageOf('partner', partner.person)
  const granted = async () => {
    await portal.goto(`/customers/${relationshipId}`)
    const rows = await world.asOwner<{ service: string }>(
      'select service from admin_grant where partner_id = $1 and ended_at is null',
      [partner.id],
    )
    return rows.map(({ service }) => service)
  }
  expect(await granted()).toEqual(['intune'])

  await remove.click()
  await press()
  await remove.waitFor({ state: 'detached' })
  await page.getByText('Reseller', { exact: true }).waitFor()
  expect(await granted()).toEqual([])
  // The customer is still in the partner's list, without privileges.
  await portal.goto('/customers')
  await portal.getByText(customer.legalName).first().waitFor()
})
