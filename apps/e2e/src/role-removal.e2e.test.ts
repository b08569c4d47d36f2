// A customer takes privileges away, moves a service, and gives one back, without JavaScript; the partners see it immediately.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const holdersOf = async (customerId: string) => {
  const rows = await world.asOwner<{ service: string; partner_id: string }>(
    'select service, partner_id from admin_grant where customer_id = $1 and ended_at is null',
    [customerId],
  )
  return Object.fromEntries(rows.map(({ service, partner_id }) => [service, partner_id]))
}

test('R-030 R-031 R-060 R-062 R-063 U15 a customer removes one service with two presses, then the rest, and the relationship stays', async () => {
  const partner = await world.partner({ legalName: `Weir ${Date.now()}` })
  const customer = await world.customer()
  const { token } = await world.linkOf(partner.person)
  await world.accept(customer.person, token, ['azure', 'intune'])
  const page = await world.pageOf('customer', customer.person, { javaScriptEnabled: false })
  const row = page.getByRole('row').filter({ hasText: partner.legalName })
  const remove = row.getByRole('cell').last().getByRole('link', { name: 'Remove', exact: true })
  const press = () => page.getByRole('button', { name: 'Remove now' }).click()

  await page.goto('/partner-relationships')
  await row.getByTitle(`Remove Azure from ${partner.legalName}`).click()
  await page.getByText('stays responsible for supporting you').waitFor()
  await page.getByText('is told by e-mail that these privileges ended').waitFor()
  expect(await page.getByRole('checkbox', { name: 'Azure' }).isChecked()).toBe(true)
  expect(await page.getByRole('checkbox', { name: 'Intune' }).isChecked()).toBe(false)
  await press()
  await row.getByText('Removed, effective now').waitFor()
  expect(await holdersOf(customer.id)).toEqual({ intune: partner.id })

  await row.getByTitle(`Remove Intune from ${partner.legalName}`).click()
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck()
  await press()
  await page.getByRole('alert').filter({ hasText: 'Choose at least one service' }).waitFor()
  // Enter alone removes nothing (U12).
  await page.getByRole('checkbox', { name: 'Intune' }).check()
  await page.getByRole('checkbox', { name: 'Intune' }).press('Enter')
  await page.getByRole('alert').filter({ hasText: 'Nothing has been removed yet' }).waitFor()
  await press()
  await expect.poll(() => row.getByText('Removed, effective now').count()).toBe(2)
  await expect.poll(() => remove.count()).toBe(0)
  expect(await holdersOf(customer.id)).toEqual({})
  // The customer is still in the partner's list, without privileges.
  const portal = await world.pageOf('partner', partner.person)
  await portal.goto('/customers')
  await portal.getByText(customer.legalName).first().waitFor()
})

test('R-005 R-029 R-055 R-061 U-10 a customer moves a service, removes all privileges, and gives one back from the row', async () => {
  const [former, receiver] = [
    await world.partner({ legalName: `Alder ${Date.now()}` }),
    await world.partner({ legalName: `Birch ${Date.now()}` }),
  ]
  const customer = await world.customer()
  await world.accept(customer.person, (await world.linkOf(former.person)).token, ['azure', 'intune'])
  await world.accept(customer.person, (await world.linkOf(receiver.person)).token, [])
  const page = await world.pageOf('customer', customer.person, { javaScriptEnabled: false })
  const rowOf = ({ legalName }: { legalName: string }) =>
    page.getByRole('row').filter({ has: page.getByRole('link', { name: legalName, exact: true }) })

  await page.goto('/partner-relationships')
  await page.getByRole('link', { name: 'With privileges (1)' }).click()
  await rowOf(former)
    .getByTitle(`Move Azure from ${former.legalName} to another partner`, { exact: true })
    .click()
  await page.getByLabel('Move to').selectOption({ label: receiver.legalName })
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: `Move to ${receiver.legalName}` }).waitFor()
  const change = page.getByRole('row').filter({ hasText: 'Azure' })
  expect(await change.textContent()).toMatch(new RegExp(`${former.legalName}.*${receiver.legalName}`, 's'))
  await page.getByRole('button', { name: 'Move now' }).click()
  await page.getByText('Moved, effective now').waitFor()
  expect(page.url()).toContain('state=holding')
  expect(await holdersOf(customer.id)).toEqual({ azure: receiver.id, intune: former.id })

  await page.getByRole('link', { name: 'Remove all', exact: true }).click()
  for (const { legalName } of [former, receiver]) await page.getByText(legalName).first().waitFor()
  await page.getByText('resellers included').waitFor()
  await page.getByRole('button', { name: 'Remove all now' }).click()
  await page.getByText('All removed, effective now').waitFor()
  expect(await holdersOf(customer.id)).toEqual({})

  await rowOf(former).getByRole('link', { name: former.legalName, exact: true }).click()
  await page.getByText('No admin privileges, commercial relationship only.').waitFor()
  await page.goBack()
  await rowOf(former).getByRole('link', { name: 'Give back', exact: true }).click()
  await page.waitForURL(/\/invitation\/.*\/review$/)
  for (const service of ['Microsoft 365', 'Dynamics 365', 'Azure'])
    await page.getByRole('checkbox', { name: service }).uncheck()
  await page.getByLabel('I accept the agreement').check()
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.waitForURL(/\/done$/)
  expect(await holdersOf(customer.id)).toEqual({ intune: former.id })
})
