// The README's sixth step: a company becomes a partner, from the first page to the operator's review.

import assert from 'node:assert/strict'
import type { PartnerKind } from '@entente/domain/core/organisation'
import { homeOf } from '../seed/seed-companies.ts'
import { accountOf, type Visitor, type Walk } from './visitor.ts'

const password = 'seven quiet harbours 42'
const email = 'mira@fourthcoffee-roasters.example'
const contact = 'kim@fourthcoffee-roasters.example'
const company = 'Fourth Coffee Roasters'
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n')

export async function walkEnrolment(walk: Walk): Promise<void> {
  const { cloud, look, visit } = walk
  const [kind] = cloud.enrolment.kinds
  const served = [cloud.enrolment.countries, cloud.customers.countries]
  const country = ['GB', 'DE', 'US', 'CN'].find((code) =>
    served.every((some) => !some || some.includes(code)),
  )
  if (!kind || !country) throw new Error('Nobody may enrol here.')
  const mira = await visit('partner')
  await createAccount(walk, mira, kind, country)
  await linkMembership(walk, mira, country)
  await describe(walk, mira, country)
  await prove(walk, mira)
  await mira.heading(mira.t('enrol.review.title'))
  await look(mira.page, 'enrol-review')
  await mira.press(mira.t('enrol.review.submit'))
  await mira.says(mira.t('enrol.state.submitted'))
  await look(mira.page, 'enrol-status')
  const kim = await visit('partner')
  await kim.page.goto(await linkTo(walk, contact, '/enrol/contact/'))
  await look(kim.page, 'enrol-contact')
  for (const box of await kim.page.getByRole('checkbox').all()) await box.check()
  await kim.press(kim.t('enrol.contact_link.submit'))
  await kim.heading(kim.t('enrol.contact_link.verified.title'))
  await review(await visit('operator'), walk)
}

async function createAccount({ look, ...walk }: Walk, mira: Visitor, kind: PartnerKind, country: string) {
  const { page, t } = mira
  await page.goto('/enrol')
  await look(page, 'enrol-welcome')
  await expectShown(walk, mira)
  await page.getByRole('radio', { name: t(`common.partner_kind.${kind}`) }).check()
  await mira.press(t('enrol.welcome.next'))
  await mira.follow(t('enrol.account.create'))
  await look(page, 'enrol-create')
  await mira.field(t('enrol.create.organisation')).fill(company)
  await mira.field(t('enrol.create.country')).selectOption(country)
  await mira.field(t('enrol.create.name')).fill('Mira Okafor')
  await mira.field(t('enrol.create.email')).fill(email)
  await mira.press(t('enrol.create.submit'))
  await mira.says(t('enrol.check_mail.sentence'))
  await page.goto(await linkTo({ look, ...walk }, email, '/enrol/confirm/'))
  await mira.field(t('common.field.password')).fill(password)
  await mira.press(t('enrol.confirm.submit'))
  await mira.heading(t('enrol.status.title'))
}

async function linkMembership({ facts, look }: Walk, mira: Visitor, country: string): Promise<void> {
  const [login] = facts.membership
  if (!login) throw new Error('The demo has no membership login.')
  const { page, t } = mira
  await mira.follow(t('enrol.todo.draft.action'))
  await mira.heading(t('enrol.membership.title'))
  await mira.field(t('enrol.membership.user_name')).fill(login.userName)
  await mira.press(t('enrol.membership.next'))
  await mira.field(t('enrol.membership.password')).fill(login.password)
  await mira.press(t('enrol.membership.sign_in'))
  await mira.heading(t('enrol.choose.title'))
  await look(page, 'enrol-choose')
  await page.getByLabel(`Fourth Coffee ${country}`).check()
  await mira.press(t('enrol.choose.submit'))
  await mira.heading(t('enrol.profile.title'))
}

async function describe({ look }: Walk, mira: Visitor, country: string): Promise<void> {
  const { page, t } = mira
  const { line1, city, region, postalCode, phone } = homeOf(country)
  await mira.field(t('enrol.profile.legal_name')).fill(company)
  await page.locator('[name=registrationNumber]').fill('4711')
  const fields = { line1, city, region, postalCode }
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`[name=${name}]`)
    if (value && (await field.count())) await field.fill(value)
  }
  await look(page, 'enrol-legal-profile')
  await mira.press(t('enrol.save'))
  await mira.heading(t('enrol.contact.title'))
  await page.getByRole('radio', { name: t('enrol.contact.someone_else') }).check()
  await mira.field(t('common.field.name')).fill('Kim Weber')
  await mira.field(t('enrol.contact.email')).fill(contact)
  await mira.field(t('common.field.phone')).fill(phone)
  await mira.press(t('enrol.save'))
  await mira.heading(t('enrol.support.title'))
  await mira.field(t('enrol.support.email')).fill(email.replace('mira@', 'help@'))
  await mira.field(t('enrol.support.phone')).fill(phone)
  await mira.press(t('enrol.save'))
}

/** The kinds of partner that the cloud has, and no other. */
async function expectShown({ cloud }: Pick<Walk, 'cloud'>, { page }: Visitor): Promise<void> {
  const kinds = await page
    .getByRole('radio')
    .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))
  assert.deepEqual(kinds.toSorted(), cloud.enrolment.kinds.toSorted())
}

/** Gives what the cloud asks for besides: consents and documents. */
async function prove({ look, cloud }: Walk, mira: Visitor): Promise<void> {
  const { page, t } = mira
  const title = page.getByRole('heading', { level: 1 })
  await page.waitForURL(/evidence|review/)
  if ((await title.textContent())?.trim() !== t('enrol.evidence.title')) return
  await mira.says(cloud.name)
  await look(page, 'enrol-evidence')
  for (let more = true; more; ) {
    const file = page.locator('input[type=file]').first()
    const consent = page.locator('form[action="?/consent"] button').first()
    more = true
    if (await file.count()) {
      await file.setInputFiles({ name: 'proof.pdf', mimeType: 'application/pdf', buffer: pdf })
      await page.locator('form:has(input[type=file]) button').first().click()
    } else if (await consent.count()) await consent.click()
    else more = false
    await page.waitForLoadState('networkidle')
  }
  await mira.follow(t('enrol.evidence.continue'))
}

async function review(rosa: Visitor, { facts, look }: Walk): Promise<void> {
  const { page, t } = rosa
  await page.goto('/')
  await rosa.signIn(accountOf(facts, 'rosa@'))
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  await page.goto('/applications')
  await look(page, 'console-applications')
  await rosa.follow(company)
  await page.waitForURL(/applications\/./)
  await rosa.press(t('operator.application.start_review'))
  await page.waitForLoadState('networkidle')
  await look(page, 'console-application')
}

/** The link in a mail that somebody was sent. */
async function linkTo({ visit }: Walk, address: string, part: string): Promise<string> {
  const { page } = await visit('mailbox')
  const mail = page.getByRole('link', { name: new RegExp(address.replaceAll('.', '\\.')) })
  for (let tries = 0; (await mail.count()) === 0; tries++) {
    if (tries === 60) throw new Error(`No mail to ${address} arrived.`)
    await page.waitForTimeout(500)
    await page.goto('/')
  }
  await mail.first().click()
  const href = await page.locator(`a[href*="${part}"]`).first().getAttribute('href')
  await page.context().close()
  if (!href) throw new Error(`The mail to ${address} has no link.`)
  return href
}
