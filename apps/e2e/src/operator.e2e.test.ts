// An operator's day in the console, in a real browser. The console ships no JavaScript at all.
import { base32Bytes, totpCode } from '@entente/auth/totp'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world.close())

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const follow = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).first().click()
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()

test('the demo operator signs in with password and second factor', async () => {
  const { email, password, totpSecret } = world.account('olivia')
  const page = await world.pageOf('operator')
  await page.goto('/partners')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await press(page, 'Sign in')
  await page.waitForURL((url) => url.pathname === '/sign-in/second-factor')
  // Nothing is accessible before the second step.
  expect(new URL((await page.request.get('/overview')).url()).pathname).toBe('/sign-in/second-factor')
  await page.getByLabel('Code').fill(totpCode(base32Bytes(totpSecret ?? ''), new Date()))
  await page.locator('main button[type=submit]').click()
  await page.waitForURL((url) => url.pathname === '/partners')
  expect(await heading(page)).toBe('Partners')
})

test('an operator who confirmed too long ago confirms again, and the typed reason is kept', async () => {
  const partner = await world.partner()
  const operator = await world.operator()
  const password = 'harbour lamp violet 42'
  await world.setPassword(operator, password)
  const page = await world.pageOf('operator', operator)
  await world.asOwner(
    `update auth.session set authenticated_at = now() - interval '16 minutes' where account_id = $1`,
    [operator.id],
  )
  await page.goto(`/partners/${partner.id}/suspend`)
  await page.getByLabel('Reason').fill('Overdue for 61 days')
  await page.getByLabel('What the partner is told').fill('Please pay the invoice of May.')
  await press(page, 'Suspend partner')
  await page.waitForURL((url) => url.pathname === '/confirm-its-you')
  await page.getByLabel('Password').fill(password)
  await page.locator('main button[type=submit]').click()
  expect(await page.getByLabel('Reason').inputValue()).toBe('Overdue for 61 days')
  await press(page, 'Suspend partner')
  await page.getByText('The partner is suspended.').waitFor()
})

test('an operator signs in at the operators’ directory with a second factor, and confirms there who it is', async () => {
  const { id, email } = await world.operator()
  const say = (subject: object) =>
    fetch(`${inject('operatorIssuer')}/say`, { method: 'POST', body: JSON.stringify(subject) })
  const leave = async (page: Page) => {
    await press(page, 'Continue')
    await page.getByRole('link', { name: /^Continue to localhost/ }).click()
  }
  const page = await world.pageOf('operator')
  await page.goto('/partners')
  await follow(page, 'Sign in with your company’s directory')
  await say({ sub: id, email: 'nobody@operator.example', email_verified: true, amr: ['mfa'] })
  await leave(page)
  await page.getByText(/no operator here has this e-mail address/).waitFor()
  await follow(page, 'Try again')
  await say({ sub: id, email, email_verified: true, amr: ['pwd', 'mfa'] })
  await leave(page)
  await page.waitForURL((url) => url.pathname === '/overview')

  const partner = await world.partner()
  await world.asOwner(
    `update auth.session set authenticated_at = now() - interval '16 minutes' where account_id = $1`,
    [id],
  )
  await page.goto(`/partners/${partner.id}/suspend`)
  await page.getByLabel('Reason').fill('Overdue for 61 days')
  await page.getByLabel('What the partner is told').fill('Please pay the invoice of May.')
  await press(page, 'Suspend partner')
  await page.waitForURL((url) => url.pathname === '/confirm-its-you/directory')
  await leave(page)
  await page.waitForURL((url) => url.pathname === `/partners/${partner.id}/suspend`)
  expect(await page.getByLabel('Reason').inputValue()).toBe('Overdue for 61 days')
  await press(page, 'Suspend partner')
  await page.getByText('The partner is suspended.').waitFor()
})

test('§4.2 an operator finds a partner and suspends it with a reason, which its people and customers notice', async () => {
  const partner = await world.partner({ legalName: `Sluice ${Date.now()}` })
  const { url } = await world.linkOf(partner.person)
  const page = await world.pageOf('operator', await world.operator())
  await page.goto('/')
  expect(await heading(page)).toBe('Overview')
  await follow(page, 'Partners')
  await page.getByRole('searchbox').fill(partner.legalName.toLowerCase())
  await press(page, 'Search')
  await follow(page, partner.legalName)
  await follow(page, 'Suspend')
  await press(page, 'Suspend partner')
  expect(await page.getByRole('alert').textContent()).toContain('Reason')
  await page.getByLabel('Reason').fill('Overdue for 61 days')
  await page.getByLabel('What the partner is told').fill('Please pay the invoice of May.')
  await press(page, 'Suspend partner')
  await page.getByText('The partner is suspended.').waitFor()
  await page.getByText('Overdue for 61 days').waitFor()

  const portal = await world.pageOf('partner', partner.person)
  await portal.goto('/customers')
  await portal
    .getByText(/suspended/i)
    .first()
    .waitFor()
  const customer = await world.customer()
  const invitation = await world.pageOf('customer', customer.person)
  expect((await invitation.goto(url))?.status()).toBe(409)

  await follow(page, 'Lift suspension')
  await page.getByLabel('Reason').fill('Paid')
  await page.getByLabel('What the partner is told').fill('Thank you.')
  await press(page, 'Lift suspension')
  expect((await invitation.goto(url))?.status()).toBe(200)
})

test('R-106 an operator asks partners that signed an earlier agreement to sign the newest, in whose settings it stands', async () => {
  const partner = await world.partner()
  await world.asOwner(
    `insert into partner_agreement (id, organisation_id, account_id, legal_name, signer_name, name, version, signed_at)
      values (gen_random_uuid(), $1, $2, 'X', 'Ada', 'Microsoft Partner Agreement', '2018-01', now() - interval '1 year')`,
    [partner.id, partner.person.id],
  )
  const page = await world.pageOf('operator', await world.operator())
  await page.goto('/agreements')
  await page.getByText('Microsoft Partner Agreement, 2018-01').waitFor()
  await follow(page, 'Ask partners to sign')
  await press(page, 'Ask to sign')
  await page.getByText('The companies are being asked.').waitFor()
  expect(await page.getByRole('link', { name: 'Ask partners to sign' }).count()).toBe(0)
  await world.mails.arrival(partner.person.email, /a new version waits/)
})

test('D-10 an operator asks customers to accept the newest agreement; one reads the mail, accepts, and counts', async () => {
  const [partner, customer] = [await world.partner(), await world.customer()]
  await world.accept(customer.person, (await world.linkOf(partner.person)).token)
  // A version of its own: customers of other tests are among the console's counts too.
  await world.asOwner(`update acceptance set version = '2018-02' where customer_id = $1`, [customer.id])
  const page = await world.pageOf('operator', await world.operator())
  await page.goto('/agreements')
  const customers = page.getByRole('region', { name: 'Customers', exact: true })
  const newest = () =>
    customers.getByRole('row').filter({ hasText: '2018-02' }).locator('td').last().textContent()
  expect(await newest()).toMatch(/\b1\s*$/)
  await follow(page, 'Ask customers to accept')
  await press(page, 'Ask to sign')
  await page.getByText('The companies are being asked.').waitFor()
  const mail = await world.mails.arrival(customer.person.email, /a new version waits/)
  expect(mail.text).toContain('/partner-relationships/agreement')

  const own = await world.pageOf('customer', customer.person)
  await own.goto('/partner-relationships')
  await own.getByText('A new version of the agreement is in force').waitFor()
  await follow(own, 'Read and accept it')
  await own.getByRole('link', { name: partner.legalName }).waitFor()
  await press(own, 'Accept')
  await own.getByText('Read the agreement and tick the box to accept it.').first().waitFor()
  await own.getByLabel('I accept the agreement').check()
  await press(own, 'Accept')
  await own.getByText(/You accepted version/).waitFor()
  await own.goto('/partner-relationships')
  expect(await own.getByText('A new version of the agreement is in force').count()).toBe(0)
  await world.mails.arrival(customer.person.email, /You accepted the Microsoft Customer Agreement/)

  await page.goto('/agreements')
  expect(await newest()).toMatch(/\b0\s*$/)
  await page.goto(`/customers/${customer.id}`)
  await page.getByText(/^Microsoft Customer Agreement, version (?!2018-02).*, accepted/).waitFor()
})

test('§5.4 an operator exports all data of a customer, leaves, and downloads it later', async () => {
  const { id, person } = await world.customer()
  const page = await world.pageOf('operator', await world.operator())
  await page.goto(`/customers/${id}`)
  await follow(page, 'Export all data')
  await page.getByLabel('Reason').fill('The customer leaves and asks for its data.')
  await press(page, 'Export all data')
  await page.goto('/overview')
  await expect
    .poll(async () => {
      await page.goto(`/exports/${id}`)
      return page.getByRole('link', { name: 'Download' }).count()
    })
    .toBe(1)
  const href = await page.getByRole('link', { name: 'Download' }).getAttribute('href')
  const file = await page.request.get(href ?? '')
  expect(file.headers()['content-disposition']).toContain(`export-${id}.jsonl`)
  const [about, ...rows] = (await file.text()).trimEnd().split('\n')
  expect(JSON.parse(about ?? '')).toMatchObject({ organisation: { id }, rows: rows.length })
  expect(rows.join()).toContain(person.email)
})

test('§5.4 an operator finds a customer and signs all of its people out', async () => {
  const customer = await world.customer({ legalName: `Weir ${Date.now()}` })
  const customers = await world.pageOf('customer', customer.person)
  const page = await world.pageOf('operator', await world.operator('support_operator'))
  await page.goto('/overview')
  await follow(page, 'Customers')
  await page.getByRole('searchbox').fill(customer.legalName.toLowerCase())
  await press(page, 'Search')
  await follow(page, customer.legalName)
  await page.getByText('This customer works with no partner.').waitFor()
  await follow(page, 'End all sessions')
  await page.getByLabel('Reason').fill('Phished')
  await press(page, 'End all sessions')
  await page.getByText('All sessions have ended.').waitFor()
  await customers.goto('/account')
  expect(new URL(customers.url()).pathname).toBe('/sign-in')
})

test('M-20 an operator announces the end of a partner’s authorisation and withdraws it, and the portal says so', async () => {
  const partner = await world.partner({ legalName: `Lagoon ${Date.now()}` })
  const page = await world.pageOf('operator', await world.operator())
  await page.goto(`/partners/${partner.id}`)
  await follow(page, 'Announce de-authorisation')
  expect(await heading(page)).toBe(`Announce the de-authorisation of ${partner.legalName}`)
  const [reason, endsOn] = [page.getByLabel('Reason'), page.getByLabel('Authorisation ends on')]
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  await press(page, 'Announce de-authorisation')
  expect(await page.getByRole('alert').textContent()).toContain('Reason')
  await reason.fill('Overdue for 61 days')
  await endsOn.fill(inDays(3))
  await press(page, 'Announce de-authorisation')
  expect(await page.getByRole('alert').textContent()).toContain('Authorisation ends on')
  expect(await reason.inputValue()).toBe('Overdue for 61 days')
  await endsOn.fill(inDays(120))
  await press(page, 'Announce de-authorisation')
  await page.getByText('The de-authorisation is announced.').waitFor()
  await page.getByText(/^De-authorisation announced for /).waitFor()
  await page.getByText('Overdue for 61 days').first().waitFor()

  const portal = await world.pageOf('partner', partner.person)
  const told = portal.getByText(/^Your company’s authorisation as a partner ends on /)
  await portal.goto('/settings')
  await told.waitFor()
  await portal.getByText('The reason: Overdue for 61 days').waitFor()

  await follow(page, 'Withdraw announcement')
  expect(await heading(page)).toBe(`Withdraw the announced de-authorisation of ${partner.legalName}`)
  await page.getByLabel('Reason').fill('Paid in full')
  await press(page, 'Withdraw announcement')
  await page.getByText('The announcement is withdrawn.', { exact: false }).waitFor()
  await expect.poll(() => page.getByText(/^De-authorisation announced for /).count()).toBe(0)
  await portal.reload()
  await expect.poll(() => told.count()).toBe(0)
  await follow(page, 'Announce de-authorisation')
})

test('§4.6 a revoked link stops working for customers, and the next draft has a new one', async () => {
  const partner = await world.partner({ legalName: `Weir ${Date.now()}` })
  const { url } = await world.linkOf(partner.person, false)
  const page = await world.pageOf('operator', await world.operator())
  await page.goto(`/partners/${partner.id}`)
  await follow(page, 'Revoke link: Reseller relationship only')
  await page.getByLabel('Reason').fill('Posted in public')
  // U12: nothing happens before the name is typed, and what was entered is kept.
  await press(page, 'Revoke link permanently')
  await page.getByText('Nothing was changed. Type the name exactly').first().waitFor()
  expect(await page.getByLabel('Reason').inputValue()).toBe('Posted in public')
  await page.getByLabel(`Type ${partner.legalName} to confirm`).fill(partner.legalName)
  await press(page, 'Revoke link permanently')
  await page.getByText('The link is revoked.').waitFor()
  const customer = await world.customer()
  const invitation = await world.pageOf('customer', customer.person)
  expect((await invitation.goto(url))?.status()).toBe(410)
  expect((await invitation.goto((await world.linkOf(partner.person, false)).url))?.status()).toBe(200)
})

test('R17 an auditor filters the records, reads one and verifies its chain, which reports an altered record', async () => {
  const partner = await world.partner({ legalName: `Gauge ${Date.now()}` })
  const operator = await world.tokenFor(await world.operator())
  await world.api.mutate(operator, 'operatorPartners.suspend', {
    id: partner.id,
    reason: 'Overdue',
    told: 'Please pay.',
  })
  const page = await world.pageOf('operator', await world.operator('auditor'))
  await page.goto('/audit')
  await page.getByLabel('Organisation', { exact: true }).fill(partner.legalName)
  await press(page, 'Apply filters')
  expect(new URL(page.url()).searchParams.get('organisation')).toBe(partner.legalName)
  await page.getByRole('link', { name: /^Details of Suspended a partner/ }).click()
  // The reason stands in the instance's own chain.
  expect(await page.locator('pre').textContent()).not.toContain('Overdue')
  await follow(page, partner.legalName)
  // The sealer runs every few seconds.
  await expect.poll(async () => sealed(partner.id), { timeout: 15_000 }).toBe(1)
  await follow(page, 'Verify chain')
  await page.getByText('The chain is intact').waitFor()
  await world.asOwner(`update audit_record set payload = '{"reason":"None"}' where organisation_id = $1`, [
    partner.id,
  ])
  await follow(page, 'Verify chain')
  await page.getByText('The chain has a fault').waitFor()
  await page.getByText('The record was altered').waitFor()
})

test('§5.4 a support operator sees no details, and only the actions that it may take', async () => {
  const partner = await world.partner()
  const page = await world.pageOf('operator', await world.operator('support_operator'))
  await page.goto(`/partners/${partner.id}`)
  expect(await heading(page)).toBe(partner.legalName)
  await expect.poll(() => page.getByRole('link', { name: /Suspend|Freeze|Revoke/ }).count()).toBe(0)
  await expect.poll(() => page.getByRole('button', { name: /Suspend|Freeze|Revoke/ }).count()).toBe(0)
  await page.goto(`/partners/${partner.id}/suspend`)
  await expect.poll(() => page.getByLabel('Reason').count()).toBe(0)
  await page.goto('/audit')
  await page.getByText('not the details').waitFor()
  const reviewer = await world.pageOf('operator', await world.operator('enrolment_reviewer'))
  await reviewer.goto('/partners')
  await expect.poll(() => reviewer.getByRole('link', { name: 'Audit' }).count()).toBe(0)
  expect((await reviewer.goto('/audit'))?.status()).toBe(403)
})

test('R6 a dead letter is retried from its row', async () => {
  const failure = `mailbox_unknown ${Date.now()}`
  await world.asOwner(
    `insert into outbox (id, name, data, created_at, relayed_at, failed_at, failure)
    values (gen_random_uuid(), 'membership.requested', '{}', now(), now(), now() + interval '1 day', $1)`,
    [failure],
  )
  const page = await world.pageOf('operator', await world.operator('support_operator'))
  await page.goto('/dead-letters')
  await page.getByRole('row').filter({ hasText: failure }).getByRole('button').click()
  await page.getByText('The job is queued again.').waitFor()
  await expect.poll(() => page.getByText(failure).count()).toBe(0)
})

const sealed = async (organisationId: string) =>
  (await world.asOwner('select position from audit_seal where organisation_id = $1', [organisationId])).length
