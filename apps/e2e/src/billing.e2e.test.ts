// A seller attests its customer's agreement and reads what it is billed.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { givenStatement } from '../testing/billing-pages.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

test('R-165 §4.13 from the record to its agreement and a statement with its PDF and CSV', async () => {
  const { partner, customer, relationshipId } = await givenStatement(world)
  const portal = await world.pageOf('partner', partner.person, { javaScriptEnabled: false })
  await portal.goto(`/customers/${relationshipId}`)
  const areas = portal.getByRole('navigation', { name: 'Areas of this customer' })
  await areas.getByRole('link', { name: 'Agreement' }).click()
  await portal.getByLabel('First name').fill('Ada')
  await portal.getByLabel('Last name').fill('Sommer')
  await portal.getByLabel('E-mail').fill('ada@contoso.example')
  await portal.getByLabel('Date of the agreement').fill('2999-01-01')
  await portal.getByRole('button', { name: 'Attest the agreement' }).click()
  await portal.getByText('Enter a day that is not in the future').first().waitFor()
  await portal.getByLabel('Date of the agreement').fill('2026-01-31')
  await portal.getByRole('button', { name: 'Attest the agreement' }).click()
  await portal.getByText('The agreement is attested').waitFor()
  await portal.getByText('Ada Sommer, ada@contoso.example').waitFor()

  await areas.getByRole('link', { name: 'Billing' }).click()
  await portal.getByRole('link', { name: 'September 2026' }).click()
  await portal.getByText(customer.legalName).first().waitFor()
  await portal.getByText('€28.00').first().waitFor()
  await portal.getByText('Seats removed').waitFor()
  const pdf = await portal.request.get(`${portal.url()}/pdf`)
  expect([pdf.status(), pdf.headers()['content-type'], (await pdf.body()).subarray(0, 5).toString()]).toEqual(
    [...[200, 'application/pdf', '%PDF-']],
  )
  const csv = await (await portal.request.get(`${portal.url()}/csv`)).text()
  expect(csv).toContain('"Microsoft 365 商业标准版","Seats removed"')
  expect(csv).toContain('"-3.00","EUR"')
})
