// Two tiers to their end: the customer takes a service and gives it back, the reseller removes the relationship with its statement,
// and the customer accepts again.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const plain = { javaScriptEnabled: false }

test('R-005 R-035 R-154 R-157 R-160 R-161 R-162 U-20 a relationship ends with a statement and without a mail, and the same record with its history returns', async () => {
  const now = Date.now()
  const reseller = await world.partner({ kind: 'indirect_reseller', legalName: `Elm ${now}` })
  const provider = await world.partner({ kind: 'indirect_provider', legalName: `Pine ${now}` })
  await world.partnership({ reseller, provider })
  const customer = await world.customer({ legalName: `Bakery ${now}` })
  const portal = await world.pageOf('partner', reseller.person, plain)
  await portal.goto('/indirect-providers')
  await portal.getByRole('link', { name: 'Invite new customers' }).click()
  const link = new URL(await portal.getByLabel('Link', { exact: true }).inputValue()).pathname
  const { relationshipId: id } = await world.accept(customer.person, link.split('/').at(-1) ?? '', [
    'azure',
    'intune',
  ])

  // The customer takes one service away, reads who used it, and gives it back from the row.
  const site = await world.pageOf('customer', customer.person, plain)
  await site.goto('/partner-relationships')
  const row = site.getByRole('row').filter({ hasText: reseller.legalName })
  await row.getByTitle(`Remove Azure from ${reseller.legalName}`).click()
  await site.getByRole('button', { name: 'Remove now' }).click()
  await row.getByText('Removed, effective now').waitFor()
  await site.goto('/access-log')
  await site.getByRole('heading', { level: 1 }).waitFor()
  await site.goto('/partner-relationships')
  await row.getByRole('link', { name: 'Give back' }).first().click()
  const authorize = async () => {
    await site.getByRole('checkbox', { name: 'I accept the agreement' }).check()
    await site.getByRole('button', { name: 'Authorize' }).click()
    await site.getByRole('heading', { name: /your partner|You authorised/ }).waitFor()
  }
  await authorize()
  await world.mails.arrival(reseller.person.email, new RegExp(`Bakery ${now}`))
  const subjects = async (address: string) =>
    (await world.mails.to(address)).map(({ subject }) => subject).toSorted()
  const told = [customer, provider, reseller].map(({ person }) => person.email)
  await expect.poll(async () => (await subjects(customer.person.email)).length).toBe(2)
  const before = await Promise.all(told.map(subjects))

  // The reseller removes the relationship: nothing without the statement and the typed name.
  await portal.goto('/requests/new')
  await portal.getByRole('link', { name: 'End a relationship with a customer instead' }).click()
  await portal.getByRole('link', { name: 'Add customer' }).waitFor()
  await portal.getByRole('link', { name: customer.legalName, exact: true }).click()
  await portal.getByRole('link', { name: 'Remove customer relationship' }).click()
  const remove = portal.getByRole('button', { name: 'Remove customer relationship' })
  await remove.click()
  await portal.getByRole('alert').first().waitFor()
  await portal.getByRole('checkbox').check()
  await portal.getByRole('textbox').fill(customer.legalName)
  await remove.click()
  await portal.getByText('Nobody outside your company was told').waitFor()
  await portal.goto('/customers/former')
  await portal.getByRole('link', { name: customer.legalName }).click()
  await portal.getByText(/Customer relationship removed/).waitFor()
  await portal.goto('/customers')
  await expect.poll(() => portal.getByText(customer.legalName).count()).toBe(0)
  const [removal] = await world.asOwner<{ attestation: string }>(
    'select attestation from relationship_removal where relationship_id = $1',
    [id],
  )
  expect(removal?.attestation).not.toBe('')

  // The customer accepts the same link again. Its receipt is the next mail: of the removal there was none.
  await site.goto(`${link}/review`)
  await authorize()
  await expect.poll(async () => (await subjects(customer.person.email)).length).toBe(3)
  const after = await Promise.all(told.map(subjects))
  const added = after.map((list, at) => list.length - (before[at]?.length ?? 0))
  expect(added[0]).toBe(1)
  expect(after.flat().join('\n')).not.toMatch(/remov|end/i)

  await portal.goto(`/customers/${id}/history`)
  for (const event of ['Relationship accepted again', 'Customer relationship removed', 'taken away'])
    await portal.getByText(event).first().waitFor()
  await site.goto(`/partner-relationships/${reseller.id}`)
  for (const event of ['Relationship accepted again', 'Customer relationship removed'])
    await site.getByText(event).first().waitFor()
  await portal.goto('/customers/former')
  await expect.poll(() => portal.getByText(customer.legalName).count()).toBe(0)
})

test('§4.8 M-12 a partner gives privileges up at two customers in one act; each sees it at once, and one mail tells', async () => {
  const partner = await world.partner({ legalName: `Ash ${Date.now()}` })
  const { token } = await world.linkOf(partner.person)
  const customers = [await world.customer(), await world.customer()]
  for (const { person } of customers) await world.accept(person, token, ['azure', 'intune'])
  const portal = await world.pageOf('partner', partner.person, plain)
  await portal.goto('/customers')
  await portal.getByRole('link', { name: 'Your admin privileges' }).click()
  for (const { legalName } of customers) await portal.getByLabel(`Select ${legalName}`).check()
  await portal.getByRole('button', { name: 'Give up privileges' }).click()
  // The first keeps Intune.
  await portal.getByText('Only the customer can give the privileges back').waitFor()
  await portal.getByRole('checkbox', { name: 'Intune' }).first().uncheck()
  await portal.getByRole('checkbox', { name: /^Tell/ }).check()
  await portal.getByRole('button', { name: 'Give up privileges' }).click()
  await portal.getByText(/Given up: .*Still held: /).waitFor()
  await portal.getByText('No privileges are left').waitFor()
  for (const { person } of customers) await world.mails.arrival(person.email, /has given up admin privileges/)
  const site = await world.pageOf('customer', customers[1]?.person ?? partner.person, plain)
  await site.goto(`/partner-relationships/${partner.id}`)
  await site
    .getByText(/Given back by the partner/)
    .first()
    .waitFor()
  await site
    .getByText(/Admin privileges for .* given up/)
    .first()
    .waitFor()
})

test('R-036 D-30 both sides attest a renegotiated agreement, each on its own page', async () => {
  const partner = await world.partner({ legalName: `Oak ${Date.now()}` })
  const customer = await world.customer()
  const { token } = await world.linkOf(partner.person)
  const { relationshipId: id } = await world.accept(customer.person, token, [])
  const portal = await world.pageOf('partner', partner.person, plain)
  await portal.goto(`/customers/${id}`)
  await portal.getByRole('link', { name: 'Renegotiated agreement' }).click()
  const state = portal.getByRole('button', { name: 'State renegotiated agreement' })
  await portal.getByLabel('What both agreed').fill('New terms from June')
  await state.click()
  await portal.getByText('Confirm the statement first').first().waitFor()
  await portal.getByRole('checkbox', { name: /^I attest that/ }).check()
  await state.click()
  await portal.getByText('Saved. It is in the history.').waitFor()

  const site = await world.pageOf('customer', customer.person, plain)
  await site.goto(`/partner-relationships/${partner.id}`)
  await site.getByRole('link', { name: 'Renegotiated agreement' }).click()
  await site.getByText('New terms from June').waitFor()
  await site.getByRole('checkbox', { name: /^I attest that/ }).check()
  await site.getByRole('button', { name: 'Attest' }).click()
  await site.getByText('Attested by both').waitFor()
  await portal.goto(`/customers/${id}/history`)
  await portal.getByText('Attested the renegotiated agreement').waitFor()
})
