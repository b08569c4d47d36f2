// A visitor finds a partner in the directory, which accepts and wins the referral.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { linkIn } from '../testing/mails.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

test('§4.11 R-143 R-168 M-17 a visitor asks a partner, which accepts, wins, and goes on to a request with the address filled in', async () => {
  const partner = await world.partner({ legalName: `Kestrel ${Date.now()}` })
  await world.api.mutate(await world.tokenFor(partner.person), 'businessProfiles.save', {
    ...{ description: 'We move offices to the cloud.', services: ['azure'], isPublished: true },
    locations: [{ country: 'DE', city: 'Köln' }],
  })
  const email = `ada@${randomUUID()}.example`
  const visitor = await world.pageOf('customer')
  await visitor.goto('/sign-in')
  await visitor.getByRole('link', { name: 'Find a partner' }).click()
  await visitor.goto(`/partners?search=${encodeURIComponent(partner.legalName)}`)
  await visitor.getByRole('link', { name: `Ask for contact: ${partner.legalName}` }).click()
  await visitor.getByLabel('Company').fill('Contoso Nord')
  await visitor.getByLabel('Country').selectOption('DE')
  await visitor.getByLabel('Contact person').fill('Ada Lovelace')
  await visitor.getByLabel('E-mail').fill(email)
  await visitor.getByLabel('Message').fill('We move 80 mailboxes.')
  await visitor.getByRole('button', { name: 'Send' }).click()
  const asked = await world.mails.arrival(email, /^Confirm your request to Kestrel/)
  // The same link twice, as from two devices, and once more afterwards: the partner gets one referral.
  const link = new URL(linkIn(asked, '/partners/confirm/')).pathname
  const again = await world.pageOf('customer')
  for (const tab of [visitor, again]) await tab.goto(link)
  for (const tab of [visitor, again]) {
    await tab.getByRole('button', { name: 'Confirm' }).click()
    await tab.getByRole('heading', { name: 'Message sent' }).waitFor()
  }
  await again.goto(link)
  await again.getByRole('heading', { name: 'Message sent' }).waitFor()
  await expect.poll(() => again.getByRole('button', { name: 'Confirm' }).count()).toBe(0)

  const waiting = await world.mails.arrival(partner.person.email, /^New referral: Contoso Nord$/)
  const portal = await world.pageOf('partner', partner.person)
  await portal.goto('/referrals')
  await expect.poll(() => portal.getByText('Contoso Nord').count()).toBe(1)
  await portal.goto(new URL(linkIn(waiting, '/referrals/')).pathname)
  await portal.getByText('We move 80 mailboxes.').waitFor()
  await expect.poll(() => portal.getByText(email).count()).toBe(0)
  await portal.getByRole('button', { name: 'Accept' }).click()
  await portal.getByText(email).waitFor()
  await portal.getByRole('button', { name: 'Mark as won' }).click()
  await portal.getByRole('link', { name: 'Add a customer' }).waitFor()
  await portal.getByRole('link', { name: 'Request a reseller relationship' }).click()
  await portal.waitForURL(/\/requests\/new/)
  await portal.locator('.address', { hasText: email }).waitFor()
  await portal.goto('/customers')
  await expect.poll(() => portal.getByText('Contoso Nord').count()).toBe(0)
})
