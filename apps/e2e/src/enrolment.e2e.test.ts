// The enrolment of a company in a real browser: the applicant, the primary contact, the operators and the first
// colleague, each in a separate browser context.
import { readFile } from 'node:fs/promises'
import { checkPasswordHash } from '@entente/auth/password'
import { givenApplication, givenChecks } from '@entente/trpc/testing/applications'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import {
  confirmContact,
  createWorkAccount,
  describe,
  fact,
  faultOf,
  follow,
  heading,
  importMembership,
  linkMembership,
  newCompany,
  openApplication,
  openContactLink,
  pdf,
  press,
  recordCheck,
  says,
  signIn,
  upload,
} from '../testing/enrolment.ts'
import { logsHolding } from '../testing/logs.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const operator = async () => world.pageOf('operator', await world.operator())
const clock = { now: () => new Date(), forward: () => undefined }
const application = (wishes: Parameters<typeof givenApplication>[1] = {}) =>
  givenApplication({ ...world, clock }, wishes)
type Application = Awaited<ReturnType<typeof application>>
const applicantOf = (of: Application) => world.pageOf('partner', of.applicant)

/** An indirect reseller that enrolled long ago, with a complete profile. */
async function knownPartner() {
  const partner = await world.partner({ kind: 'indirect_reseller' })
  await world.asOwner(
    `update partner_profile set address_line1 = 'Hafenstr. 1', city = 'Hamburg', postal_code = '20457',
      contact_is_applicant = false, contact_name = 'Mara Olsen', contact_email = $2, contact_phone = '+494012345678',
      contact_status = 'verified', support_email = 'help@example.example', support_phone = '+494012345679'
    where organisation_id = $1`,
    [partner.id, `mara@partner-${partner.id.slice(-12)}.example`],
  )
  return partner
}

/** Asserts the state that the status page shows. */
async function state(page: Page, text: string): Promise<void> {
  await page.goto('/enrol/status')
  expect(await fact(page, 'State').textContent()).toBe(text)
}
const eventsOf = async ({ id }: Application) =>
  (
    await world.asOwner<{ event: string }>(
      'select event from enrolment_event where organisation_id = $1 order by id',
      [id],
    )
  ).map(({ event }) => event)

test('R-089 the logins to the membership directory that the demo prints are right', async () => {
  for (const { userName, password: printed } of world.demo.membership) {
    const [login] = await world.asOwner<{ hash: string }>(
      'select password_hash as hash from directory_login where user_name = $1',
      [userName],
    )
    expect(await checkPasswordHash(login?.hash, printed), userName).toBe(true)
  }
})

test('R-010 R-067 R-075 R-077 R-082 R-085 R-097 R-101 R-103..R-116 a company enrols, from the first page to its first colleague', async () => {
  const company = newCompany()
  const console = await operator()
  await importMembership(console, company)

  const applicant = await world.pageOf('partner')
  await createWorkAccount(world, applicant, company)
  await follow(applicant, 'Continue')
  await linkMembership(applicant, company)
  await describe(applicant, company)
  await press(applicant, 'Enroll now')
  await heading(applicant, 'Your application')
  await says(applicant, 'Waiting for the primary contact')

  await openApplication(console, company)
  expect(await console.getByRole('button', { name: 'Start review' }).getAttribute('aria-disabled')).toBe(
    'true',
  )
  await confirmContact(world, await world.pageOf('partner'), company.contact)
  await state(applicant, 'Contact confirmed, waiting for review')

  await openApplication(console, company)
  await press(console, 'Start review')
  await says(console, 'The review has started and is assigned to you.')
  await recordCheck(console, 'Established profile', 'Passed')
  await recordCheck(console, 'Authority', 'Passed')
  await follow(console, 'Request documents')
  await console.getByLabel('What you need').fill('An extract of the register, please.')
  await console.getByLabel('Registration number').check()
  await press(console, 'Request documents')
  await says(console, 'Documents requested. The company is notified by e-mail.')

  await state(applicant, 'Documents requested')
  await says(applicant, 'An extract of the register, please.')
  await says(applicant, 'Affected: registration number')
  await follow(applicant, 'Fix now')
  await upload(applicant, 'extract.pdf', pdf(company.legalName))
  await says(applicant, 'The file is saved.')
  await applicant.getByLabel('What did you change or add?').fill('The extract of today')
  await press(applicant, 'Send and continue the review')
  await says(applicant, 'Under review')

  await openApplication(console, company)
  const download = console.waitForEvent('download')
  await console.getByRole('link', { name: 'extract.pdf' }).click()
  expect(await readFile(await (await download).path())).toEqual(pdf(company.legalName))
  // Both looked at the documents, which have changed since.
  await recordCheck(console, 'Established profile', 'Passed')
  await recordCheck(console, 'Authority', 'Passed')
  await follow(console, 'Accept')
  await press(console, 'Accept application')
  await says(console, 'Accepted. The company is notified by e-mail.')

  await state(applicant, 'Accepted, agreement not signed yet')
  await expect
    .poll(() => applicant.getByRole('navigation').getByRole('link', { name: 'Customers' }).count())
    .toBe(0)
  const { mails } = world
  const subjects = async (address: string) => (await mails.to(address)).map(({ subject }) => subject)
  await mails.arrival(company.contact.email, /has been accepted$/)
  await mails.arrival(company.applicant.email, /^Your partner account is ready/)
  expect(await subjects(company.contact.email)).toEqual(
    expect.arrayContaining([
      `Please confirm: ${company.legalName} wants to become a partner`,
      `We need more information about the application of ${company.legalName}`,
      `${company.legalName} has been accepted`,
    ]),
  )
  await follow(applicant, 'Sign the agreement')
  const sign = applicant.getByRole('button', { name: 'Accept and continue' })
  expect(await sign.getAttribute('aria-disabled')).toBe('true')
  await press(applicant, 'Make me an admin agent')
  await says(applicant, 'You are an admin agent.')
  await applicant.getByLabel(/^I have read the/).check()
  await sign.click()
  await says(applicant, 'Your company is a partner.')
  await follow(applicant, 'Go to the partner center')
  await heading(applicant, 'Home')
  const navigation = applicant.getByRole('navigation').first()
  for (const name of ['Home', 'Customers', 'Requests', 'Settings'])
    await navigation.getByRole('link', { name, exact: true }).waitFor()

  await navigation.getByRole('link', { name: 'Settings' }).click()
  await heading(applicant, 'Settings')
  await follow(applicant, 'User management')
  await heading(applicant, 'User management')
  await follow(applicant, 'Add user')
  await applicant.getByLabel('Full name').fill(company.helpdesk.name)
  await applicant.getByLabel('E-mail').fill(company.helpdesk.email)
  await applicant.getByLabel('Agent type').selectOption('Helpdesk agent')
  await press(applicant, 'Add')
  await heading(applicant, `${company.helpdesk.name} was added`)
  expect(await fact(applicant, 'Agent type').textContent()).toBe('Helpdesk agent')
  const temporary = (await applicant.locator('code').textContent()) ?? ''
  await applicant.reload()
  await heading(applicant, 'Add user')
  await applicant.goto('/settings/users')
  await applicant.getByRole('row').filter({ hasText: company.helpdesk.email }).waitFor()

  await firstSignIn(company.helpdesk.email, temporary)
  expect(logsHolding(inject('demoLogs'), [temporary, company.login.password])).toEqual([])
}, 120_000)

/** first only the password page opens, then only what a helpdesk agent may see. */
async function firstSignIn(email: string, temporary: string): Promise<void> {
  const page = await world.pageOf('partner')
  await page.goto('/customers')
  await signIn(page, email, temporary)
  await heading(page, 'Choose your own password')
  await page.goto('/customers')
  await heading(page, 'Choose your own password')
  await page.getByLabel('New password').fill('orchard lantern gravel 19')
  await press(page, 'Save and continue')
  await heading(page, 'Home')
  const links = page.getByRole('navigation').first().getByRole('link')
  const offered = async () => (await links.allTextContents()).map((text) => text.trim())
  await expect
    .poll(offered, { timeout: 10_000 })
    .toEqual(['Home', 'Customers', 'Service requests', 'Settings'])
  await expect.poll(() => page.getByRole('link', { name: 'Request a reseller relationship' }).count()).toBe(0)
  expect((await page.goto('/settings/users'))?.status()).toBe(403)
  await says(page, /Ada Roy \(ada@/)
  const cookies = await page.context().cookies()
  const token = cookies.find(({ name }) => name === world.cookieName('partner'))?.value ?? ''
  await expect(world.api.query(token, 'users.list', {})).rejects.toThrow('missing_permission')

  const again = await world.pageOf('partner')
  await again.goto('/sign-in')
  await signIn(again, email, temporary)
  await again.getByRole('alert').waitFor()
  expect(new URL(again.url()).pathname).toBe('/sign-in')
}

test('R-085..R-101 the applicant and the contact can complete their steps without JavaScript', async () => {
  const company = newCompany()
  await importMembership(await operator(), company)
  const page = await world.pageOf('partner', undefined, { javaScriptEnabled: false })
  await createWorkAccount(world, page, company)
  await follow(page, 'Continue')
  await linkMembership(page, company)
  await describe(page, company)
  await press(page, 'Enroll now')
  await says(page, 'Waiting for the primary contact')
  await openContactLink(world, page, company.contact)
  await press(page, 'Confirm')
  await says(page, 'I know of this application')
  await expect.poll(() => page.getByRole('checkbox', { checked: true }).count()).toBe(0)
  await confirmContact(world, page, company.contact)
}, 90_000)

test('§3.3 a direct-bill company consents to the credit check, and the reviewer records its result', async () => {
  const company = await application({ kind: 'direct_bill', state: 'membership_linked', contact: 'none' })
  const applicant = await applicantOf(company)
  await applicant.goto('/enrol/review')
  const enrol = applicant.getByRole('button', { name: 'Enroll now' })
  expect(await enrol.getAttribute('aria-disabled')).toBe('true')
  await applicant.goto('/enrol/evidence')
  await press(applicant, 'Give consent: Credit check')
  await says(applicant, /^Consent given on/)
  await follow(applicant, 'Continue')
  await press(applicant, 'Enroll now')
  await says(applicant, 'Waiting for the primary contact')
  await world.asOwner(
    `with reviewed as (update enrolment set state = 'in_review' where organisation_id = $1)
    update partner_profile set contact_status = 'verified' where organisation_id = $1`,
    [company.id],
  )
  const console = await operator()
  await console.goto(`/applications/${company.id}`)
  await says(console, `${company.applicant.name} consented on`)
  await recordCheck(console, 'Credit check', 'Passed')
})

test('R-101 §4.3 an application that the contact denies is on hold until another contact is named', async () => {
  const held = await application({ state: 'submitted', contact: 'sent' })
  const console = await operator()
  await console.goto(`/applications/${held.id}`)
  await press(console, 'Resend verification e-mail')
  await says(console, 'A new verification e-mail is on its way.')
  const contact = await world.pageOf('partner')
  const link = await openContactLink(world, contact, held)
  await press(contact, 'I did not sign up')
  await heading(contact, 'The application is stopped')

  const applicant = await applicantOf(held)
  await state(applicant, 'Stopped by the primary contact')
  await says(applicant, `${held.email} said that nobody signed up`)
  await console.goto(`/applications/${held.id}`)
  await says(console, 'Denied by contact')
  expect(await console.getByRole('button', { name: 'Start review' }).getAttribute('aria-disabled')).toBe(
    'true',
  )

  await follow(applicant, 'Change contact')
  await applicant.getByLabel('Someone else').check()
  await applicant.getByLabel('Name', { exact: true }).fill('Noor Aziz')
  await applicant.getByLabel('Business e-mail').fill(`noor@${held.email.split('@')[1]}`)
  await applicant.getByLabel('Phone').fill('+49 40 7654321')
  await press(applicant, 'Change and send e-mail')
  await says(applicant, 'Waiting for the primary contact')
  await confirmContact(world, contact, { email: `noor@${held.email.split('@')[1]}` })
  await state(applicant, 'Contact confirmed, waiting for review')
  // The former contact can no longer answer and gets no further mail.
  expect((await contact.goto(link))?.status()).toBe(410)
  expect((await world.mails.to(held.email)).map(({ subject }) => subject.split(':')[0])).toEqual([
    'Please confirm',
  ])
})

test('R-082 §4.2 a rejected application shows the reason, and an appeal with a document reopens the review', async () => {
  const rejected = await application()
  const console = await operator()
  await console.goto(`/applications/${rejected.id}`)
  await recordCheck(console, 'Authority', 'Failed')
  await follow(console, 'Reject')
  await press(console, 'Reject application')
  await console.getByRole('alert').waitFor()
  await console.getByLabel('Reason').fill('Nobody in the register acts for you.')
  await console.getByLabel('Name of the primary contact').check()
  await press(console, 'Reject application')
  await says(console, 'Rejected. The company is notified by e-mail, with the reason.')
  const mail = await world.mails.arrival(rejected.email, /was not accepted$/)
  expect(mail.text).toContain('Nobody in the register acts for you.')

  const applicant = await applicantOf(rejected)
  await state(applicant, 'Rejected')
  await applicant.locator('blockquote', { hasText: 'Nobody in the register acts for you.' }).waitFor()
  await says(applicant, 'Affected: contact name')
  await follow(applicant, 'Appeal')
  const send = applicant.getByRole('button', { name: 'Send appeal' })
  expect(await send.getAttribute('aria-disabled')).toBe('true')
  await upload(applicant, 'authority.pdf', pdf())
  await says(applicant, 'The file is saved.')
  await applicant.getByLabel('What did you change or add?').fill('Our power of attorney')
  await send.click()
  await says(applicant, 'Under review')
  await console.goto(`/applications/${rejected.id}`)
  await says(console, 'Our power of attorney')
  await console.getByRole('link', { name: 'authority.pdf' }).waitFor()
  expect(await eventsOf(rejected)).toEqual(['reject', 'appeal'])
})

test('R8 when two operators accept at the same time, one succeeds and the other is told', async () => {
  const one = await application()
  await givenChecks(world, one, 'passed')
  const both = [await operator(), await operator()]
  for (const page of both) await page.goto(`/applications/${one.id}/accept`)
  await Promise.all(both.map((page) => press(page, 'Accept application')))
  const outcomes = both.map((page) =>
    Promise.race([
      says(page, 'Accepted. The company is notified by e-mail.').then(() => 'accepted'),
      says(page, 'Someone else changed this application first, so nothing was saved.').then(() => 'told'),
    ]),
  )
  expect((await Promise.all(outcomes)).sort()).toEqual(['accepted', 'told'])
  expect(await eventsOf(one)).toEqual(['accept'])
})

test('R-101 §4.3 the mail to the contact can be resent after a business day, at most three times a day', async () => {
  const waiting = await application({ state: 'submitted', contact: 'sent' })
  const [applicant, console] = [await applicantOf(waiting), await operator()]
  const again = 'Resend verification e-mail'
  await console.goto(`/applications/${waiting.id}`)
  await press(console, again)
  await says(console, 'A new verification e-mail is on its way.')
  const contact = await world.pageOf('partner')
  const first = await openContactLink(world, contact, waiting)
  await applicant.goto('/enrol/status')
  const resend = applicant.getByRole('button', { name: 'Resend e-mail' })
  expect(await resend.getAttribute('aria-disabled')).toBe('true')
  await says(applicant, /^Available in /)
  // A link sent four days ago: at least one of these days was a business day.
  await world.asOwner(
    `update auth.one_time_link set created_at = created_at - interval '4 days',
      expires_at = expires_at - interval '4 days' where organisation_id = $1`,
    [waiting.id],
  )
  await applicant.reload()
  await resend.click()
  await says(applicant, 'The previous link no longer works.')
  expect((await contact.goto(first))?.status()).toBe(410)

  for (const _ of [2, 3]) {
    await console.goto(`/applications/${waiting.id}`)
    await press(console, again)
    await says(console, 'A new verification e-mail is on its way.')
  }
  await console.goto(`/applications/${waiting.id}`)
  await press(console, again)
  await says(console, 'Too many attempts in a short time.')
  await expect.poll(async () => (await world.mails.to(waiting.email)).length, { timeout: 10_000 }).toBe(4)
})

test('R-076 R-087 a person who is not a global admin is stopped and told who is', async () => {
  const { id, person } = await world.partner()
  const page = await world.pageOf(
    'partner',
    await world.person({ organisationId: id, audience: 'partner', roles: ['sales_agent'] }),
  )
  await page.goto('/enrol')
  await press(page, 'Next')
  await heading(page, 'Only a global admin can enrol a company')
  await says(page, person.email)
  await expect.poll(() => page.locator('main form').count()).toBe(0)
  await page.goto('/enrol/legal-profile')
  await heading(page, 'Only a global admin can enrol a company')
})

test('R7 a double press of Enroll now, and a press in a second tab, submit one application', async () => {
  const draft = await application({ state: 'membership_linked', contact: 'none' })
  const page = await applicantOf(draft)
  const tab = await page.context().newPage()
  for (const one of [page, tab]) await one.goto('/enrol/review')
  await page.getByRole('button', { name: 'Enroll now' }).dblclick()
  await says(page, 'Waiting for the primary contact')
  await press(tab, 'Enroll now')
  // Nothing is submitted twice: the other tab shows the current state of the application.
  await heading(tab, 'Your application')
  await says(tab, 'Waiting for the primary contact')
  expect(await eventsOf(draft)).toEqual(['submit'])
  await world.mails.arrival(draft.email, /^Update on/)
  expect((await world.mails.to(draft.email)).length).toBe(2)
})

test('R-089..R-096 membership: a wrong password is refused, unusable profiles are disabled, and Cancel loses nothing', async () => {
  const company = newCompany()
  await importMembership(await operator(), company)
  const draft = await application({ state: 'signed_in', contact: 'none' })
  await world.asOwner('update enrolment set mpn_id = null, membership = null where organisation_id = $1', [
    draft.id,
  ])
  const page = await applicantOf(draft)
  await page.goto('/enrol/membership')
  await page.getByLabel('User name in the membership directory').fill(company.login.userName)
  await press(page, 'Next')
  await page.getByLabel('Password in the membership directory').fill('not this one')
  await press(page, 'Sign in')
  expect(await faultOf(page, 'Password in the membership directory')).toBe(
    'The user name or password is incorrect.',
  )
  await says(page, `Signing in as ${company.login.userName}`)
  await page.getByLabel('Password in the membership directory').fill(company.login.password)
  await press(page, 'Sign in')
  await heading(page, 'Choose your organisation profile')
  const go = page.getByRole('button', { name: 'Continue' })
  await says(page, 'Choose a profile first.')
  expect(await go.getAttribute('aria-disabled')).toBe('true')
  const archive = page.getByRole('radio', { name: `${company.legalName} Archive` })
  expect(await archive.isDisabled()).toBe(true)
  await says(page, 'Not active')
  await press(page, 'Cancel')
  await heading(page, 'Link your MPN ID')
  expect(await page.getByLabel('User name in the membership directory').isVisible()).toBe(true)
  const [kept] = await world.asOwner<{ contact_email: string }>(
    'select contact_email from partner_profile where organisation_id = $1',
    [draft.id],
  )
  expect(kept?.contact_email).toBe(draft.email)
})

test('R-078 R-097 R-100 the page says what a work account is; each fault is shown at its field, and the input is kept, also on another device', async () => {
  const visitor = await world.pageOf('partner')
  await visitor.goto('/enrol/account?kind=indirect_reseller')
  await says(visitor, 'A work account is your company’s account in this partner center')
  await follow(visitor, 'Create one')
  await visitor.getByLabel('Company').fill('Fabrikam')
  await visitor.getByLabel('Country or region').selectOption('DE')
  await visitor.getByLabel('Your full name').fill('Ada Roy')
  await visitor.getByLabel('Business e-mail').fill('Ada@GoogleMail.com')
  await press(visitor, 'Create work account')
  expect(await faultOf(visitor, 'Business e-mail')).toContain('Web-mail addresses')
  expect(await visitor.getByLabel('Company').inputValue()).toBe('Fabrikam')
  expect(await visitor.getByLabel('Country or region').inputValue()).toBe('DE')

  const draft = await application({ state: 'membership_linked', contact: 'none' })
  const page = await applicantOf(draft)
  await page.goto('/enrol/legal-profile')
  await page.getByLabel('Legal business name').fill('Fabrikam Nord GmbH')
  await page.getByLabel('Street and number').fill('')
  await page.getByLabel('Postal code').fill('2045')
  await press(page, 'Save and continue')
  expect(await faultOf(page, 'Street and number')).toBe('Fill in this field.')
  expect(await faultOf(page, 'Postal code')).not.toBe('')
  expect(await page.getByLabel('Legal business name').inputValue()).toBe('Fabrikam Nord GmbH')
  await page.getByLabel('Street and number').fill('Hafenstraße 2')
  await page.getByLabel('Postal code').fill('20458')
  await press(page, 'Save and continue')
  await heading(page, 'Review and enrol')

  await page.goto('/enrol/primary-contact')
  await page.getByLabel('Someone else').check()
  await page.getByLabel('Business e-mail').fill('kim@gmail.com')
  await page.getByLabel('Phone').fill('12')
  await press(page, 'Save and continue')
  expect(await faultOf(page, 'Phone')).not.toBe('')
  expect(await page.getByLabel('Business e-mail').inputValue()).toBe('kim@gmail.com')
  await page.getByLabel('Phone').fill('+49 40 7654321')
  await press(page, 'Save and continue')
  expect(await faultOf(page, 'Business e-mail')).toContain('Web-mail addresses')

  const elsewhere = await applicantOf(draft)
  await elsewhere.goto('/enrol/legal-profile')
  expect(await elsewhere.getByLabel('Legal business name').inputValue()).toBe('Fabrikam Nord GmbH')
  expect(await elsewhere.getByLabel('Postal code').inputValue()).toBe('20458')
})

test('a file that is too large, or not a document despite its name, is refused at its field', async () => {
  const asked = await application({ state: 'documents_requested' })
  const page = await applicantOf(asked)
  await page.goto('/enrol/documents')
  await page.getByLabel('Document type').selectOption('Proof of authority')
  await upload(page, 'program.pdf', Buffer.from('MZ\u0090\0\u0003\0\0\0\u0004\0\0\0'))
  expect(await faultOf(page, 'File')).toContain('Only PDF, PNG and JPEG files are accepted')
  expect(await page.getByLabel('Document type').inputValue()).toBe('authority')
  await upload(page, 'large.pdf', Buffer.concat([pdf(), Buffer.alloc(5 * 1024 * 1024)]))
  expect(await faultOf(page, 'File')).toContain('larger than 5 MB')
  // Far larger than the request body that the site reads.
  await upload(page, 'huge.pdf', Buffer.alloc(12 * 1024 * 1024, '%PDF'))
  expect(await faultOf(page, 'File')).toContain('larger than 5 MB')
  await press(page, 'Upload')
  expect(await faultOf(page, 'File')).toContain('empty')
  await says(page, 'No documents yet.')
})

test('R-074 a partner that enrols for another kind of account enters only its support contact', async () => {
  const { person, legalName } = await knownPartner()
  const page = await world.pageOf('partner', person)
  await page.goto('/settings')
  await follow(page, 'Another kind of account')
  await page.getByLabel('Direct-bill partner').check()
  await press(page, 'Next')
  await heading(page, `Enrol ${legalName} again`)
  await press(page, 'Start')
  await heading(page, 'Your application')
  await says(page, `${legalName} as: Direct-bill partner`)
  await follow(page, 'Continue')
  await heading(page, 'Customer support')
  const steps = page.getByRole('navigation', { name: 'Enrolment steps' }).getByRole('link')
  await expect.poll(() => steps.count()).toBe(2)
  for (const part of ['legal-profile', 'primary-contact']) {
    await page.goto(`/enrol/${part}`)
    await heading(page, 'Your application')
  }
})

test('§4.2 a changed legal name is reviewed while the account stays usable, and applies once accepted', async () => {
  const { id, legalName, person } = await knownPartner()
  const newName = `${legalName} Holding ${Date.now()}`
  const page = await world.pageOf('partner', person)
  await page.goto('/settings/profile/legal')
  await page.getByLabel('Legal name').fill(newName)
  await press(page, 'Send for review')
  await says(page, 'Your change was saved and will be reviewed.')
  await says(page, 'A change is under review')
  await page.goto('/customers')
  await heading(page, 'Customers')

  const console = await operator()
  await console.goto(`/applications/${id}`)
  await heading(console, newName)
  await recordCheck(console, 'Established profile', 'Passed')
  await recordCheck(console, 'Authority', 'Passed')
  await follow(console, 'Accept')
  await press(console, 'Accept change')
  await says(console, 'Accepted. The company is notified by e-mail.')
  await page.goto('/settings/profile')
  await says(page, newName)
  await expect.poll(() => page.getByText('A change is under review').count()).toBe(0)
})
