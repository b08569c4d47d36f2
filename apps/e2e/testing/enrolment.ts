// The steps of the enrolment as people take them: the operator's import, the applicant's wizard, the contact's answer
// and the review.
import { randomInt } from 'node:crypto'
import type { Page } from 'playwright-core'
import { linkIn } from './mails.ts'
import type { World } from './world.ts'

export const password = 'seven quiet harbours 42'

export const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).first().click()
export const follow = (page: Page, name: string) =>
  page.getByRole('main').getByRole('link', { name, exact: true }).first().click()
export const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
export const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()
/** The text of a term in a description list of a page or a part of it. */
export const fact = (page: Pick<Page, 'locator'>, term: string) =>
  page.locator('dt', { hasText: new RegExp(`^${term}$`) }).locator('xpath=following-sibling::dd[1]')

/** The error message of a field, found through its `aria-describedby`. */
export async function faultOf(page: Page, label: string): Promise<string> {
  const field = page.getByLabel(label, { exact: true }).and(page.locator('[aria-invalid=true]'))
  const ids = (await field.getAttribute('aria-describedby')) ?? ''
  const id = ids.split(' ').find((one) => one.endsWith('-error'))
  return (await page.locator(`[id="${id}"]`).textContent())?.trim() ?? ''
}

/** A minimal file that starts like a PDF. */
export const pdf = (words = '') =>
  Buffer.from(`%PDF-1.7\n% ${words}\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n`)

export type Company = ReturnType<typeof newCompany>

/** A new company and its people. */
export function newCompany() {
  const number = `${Date.now()}${randomInt(1000)}`.slice(-12)
  const domain = `fabrikam-${number}.example`
  return {
    legalName: `Fabrikam ${number} GmbH`,
    applicant: { name: 'Ada Roy', email: `ada@${domain}` },
    contact: { name: 'Kim Weber', email: `kim.weber@${domain}` },
    helpdesk: { name: 'Hedda Lind', email: `hedda@${domain}` },
    login: { userName: `ada-${number}`, password: `membership ${number} rope`, mpnId: number },
  }
}

/** Imports a login with one active profile and one inactive profile, as the operator. */
export async function importMembership(page: Page, { legalName, login }: Company): Promise<void> {
  const { userName, mpnId } = login
  const rows = [
    'user_name,password,mpn_id,organisation,country,status',
    `${userName},${login.password},${mpnId},${legalName},DE,active`,
    `${userName},,9${mpnId.slice(1)}7,${legalName} Archive,DE,inactive`,
  ]
  await page.goto('/directory/import')
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'profiles.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) })
  await press(page, 'Import')
  await says(page, '2 rows were imported.')
}

export async function signIn(page: Page, email: string, secret: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(secret)
  await press(page, 'Sign in')
}

/** Goes from the Welcome page to the application, signed in. */
export async function createWorkAccount(world: World, page: Page, company: Company): Promise<void> {
  await page.goto('/enrol')
  await page.getByLabel('Indirect reseller').check()
  await press(page, 'Next')
  await heading(page, 'Your work account')
  await follow(page, 'Create one')
  await page.getByLabel('Company').fill(company.legalName)
  await page.getByLabel('Country or region').selectOption('DE')
  await page.getByLabel('Your full name').fill(company.applicant.name)
  await page.getByLabel('Business e-mail').fill(company.applicant.email)
  await press(page, 'Create work account')
  await heading(page, 'Check your inbox')
  const mail = await world.mails.arrival(company.applicant.email, /^Confirm your work account/)
  await page.goto(linkIn(mail, '/enrol/confirm/'))
  await page.getByLabel('Password').fill(password)
  await press(page, 'Confirm and create')
  await heading(page, 'Your application')
}

/** Signs in to the membership directory and chooses the profile. */
export async function linkMembership(page: Page, { legalName, login }: Company): Promise<void> {
  await page.goto('/enrol/membership')
  await page.getByLabel('User name in the membership directory').fill(login.userName)
  await press(page, 'Next')
  await says(page, `Signing in as ${login.userName}`)
  await page.getByLabel('Password in the membership directory').fill(login.password)
  await press(page, 'Sign in')
  await heading(page, 'Choose your organisation profile')
  await page.getByLabel(`${legalName}, MPN ID ${login.mpnId}`).check()
  await press(page, 'Continue')
  await heading(page, 'Legal business profile')
}

/** Fills in the three pages about the company. */
export async function describe(page: Page, { legalName, contact, applicant }: Company): Promise<void> {
  await page.getByLabel('Legal business name').fill(legalName)
  await page.getByLabel('Registration number').fill('HRB 4711')
  await page.getByLabel('Street and number').fill('Hafenstraße 1')
  await page.getByLabel('City').fill('Hamburg')
  await page.getByLabel('Postal code').fill('20457')
  await press(page, 'Save and continue')
  await heading(page, 'Primary contact')
  await page.getByLabel('Someone else').check()
  await page.getByLabel('Name', { exact: true }).fill(contact.name)
  await page.getByLabel('Business e-mail').fill(contact.email)
  await page.getByLabel('Phone').fill('040 7654321')
  await press(page, 'Save and continue')
  await heading(page, 'Customer support')
  await page.getByLabel('Support e-mail').fill(applicant.email.replace('ada@', 'help@'))
  await page.getByLabel('Support phone').fill('+49 40 1234567')
  await press(page, 'Save and continue')
  await heading(page, 'Review and enrol')
}

/** Opens the link in the contact's mail. */
export async function openContactLink(world: World, page: Page, contact: { email: string }): Promise<string> {
  const link = linkIn(await world.mails.arrival(contact.email, /^Please confirm:/), '/enrol/contact/')
  await page.goto(link)
  return link
}

/** Ticks and confirms both statements. */
export async function confirmContact(world: World, page: Page, contact: { email: string }): Promise<void> {
  await openContactLink(world, page, contact)
  await page.getByLabel(/^I know of this application/).check()
  await page.getByLabel(/is an address of/).check()
  await press(page, 'Confirm')
  await heading(page, 'Confirmed')
}

/** Opens an application from the console's list. */
export async function openApplication(page: Page, { legalName }: Pick<Company, 'legalName'>): Promise<void> {
  await page.goto('/applications')
  await page.getByLabel('Search applications').fill(legalName)
  await press(page, 'Apply filters')
  await follow(page, legalName)
  await heading(page, legalName)
}

/** Records the result of one of the two checks. */
export async function recordCheck(
  page: Page,
  check: 'Established profile' | 'Authority' | 'Credit check',
  result: 'Passed' | 'Failed',
) {
  const panel = page.getByRole('region', { name: check, exact: true })
  await panel.getByLabel(result).check()
  await panel.getByRole('button').click()
  await says(page, 'The result is saved.')
  await panel.getByRole('radio', { name: result, checked: true }).waitFor()
}

/** Uploads a file on the applicant's documents page. */
export async function upload(page: Page, name: string, content: Buffer): Promise<void> {
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: content })
  await press(page, 'Upload')
}
