// The README's steps below "Run it", in a browser and in the words of the cloud's own language.
import assert from 'node:assert/strict'
import { cloudOf } from '@entente/clouds/clouds'
import type { CloudId } from '@entente/domain/core/cloud'
import { countryName } from '@entente/i18n/format'
import { translatorFor } from '@entente/i18n/server'
import type { DemoFacts } from '@entente/testkit/demo'
import { expectButtons, expectCloud, expectCountries, expectDoors, expectServices } from './differences.ts'
import { walkEnrolment } from './enrolment.ts'
import { accountOf, type Browser, type Look, newVisitor, type Visitor, type Walk } from './visitor.ts'

/** Walks all six steps; throws at the first that the instance does not let a person do. */
export async function walkReadme(browser: Browser, facts: DemoFacts, picture: Look): Promise<void> {
  const cloud = cloudOf(facts.cloud as CloudId)
  const visit: Walk['visit'] = (site) =>
    newVisitor(browser, facts.urls[site], site === 'mailbox' ? 'en' : cloud.defaultLocale, cloud.timeZone)
  const fault = translatorFor(cloud.defaultLocale)('common.error.500.title')
  const look: Look = async (page, name) => {
    await picture(page, name)
    assert.equal(await page.getByText(fault).count(), 0, `${page.url()} is faulty`)
  }
  const walk = { browser, facts, cloud, look, visit }
  const nora = await visit('partner')
  const link = await request(walk, nora)
  await accept(walk, nora, cloud.requests.sendForMe ? await linkOfMail(walk) : link)
  await operate(walk)
  await walkEnrolment(walk)
}

const recipient = 'ada@contoso.example'

/** Step 1: returns the link of the draft, as Copy link puts it on the clipboard. */
async function request({ facts, cloud, look }: Walk, nora: Visitor): Promise<string> {
  const { page, t } = nora
  await page.goto('/')
  await look(page, 'sign-in')
  await expectCloud(cloud, page)
  await nora.signIn(accountOf(facts, 'nora@'))
  await nora.heading(t('common.nav.home'))
  await look(page, 'home')
  await expectDoors(page, { '/referrals': cloud.referrals.isOn })
  await nora.follow(t('portal.customers.request'))
  await nora.heading(t('portal.request.title'))
  // What is typed before the scripts run is not a change yet.
  await page.waitForFunction(() => (window as { earlyInput?: unknown }).earlyInput === undefined)
  await look(page, 'request')
  await expectButtons(page, {
    [t('portal.request.send')]: cloud.requests.sendForMe,
    [t('portal.request.open_in_app')]: cloud.requests.openInMailApp,
  })
  await nora.field(t('portal.request.paragraph', { number: '1' })).fill('Dear Ada, привет, 您好,')
  await nora.press(t('portal.request.copy.link'))
  await nora.says(t('common.copied'))
  const link = await page.evaluate(() => navigator.clipboard.readText())
  if (!cloud.requests.sendForMe) return link
  await nora.field(t('portal.request.recipients')).fill(recipient)
  await nora.press(t('portal.request.send'))
  await nora.says(t('portal.request.sent.title'))
  await look(page, 'request-sent')
  return link
}

/** Step 2: the link in the mail. */
async function linkOfMail({ look, visit }: Walk): Promise<string> {
  const { page } = await visit('mailbox')
  const mail = page.getByRole('link', { name: new RegExp(`Northwind.*${recipient}`) })
  // The mail waits ten seconds for an Undo.
  for (let tries = 0; (await mail.count()) === 0; tries++) {
    if (tries === 60) throw new Error('No mail arrived.')
    await page.waitForTimeout(500)
    await page.goto('/')
  }
  await mail.first().click()
  await page.getByRole('link', { name: 'HTML' }).click()
  await page.waitForURL(/view=html/)
  await look(page, 'mail')
  const frame = page.frameLocator('iframe').first()
  const href = await frame.locator('a[href*="/invitation/"]').first().getAttribute('href')
  if (!href) throw new Error('The mail has no link.')
  return href
}

/** Steps 3 and 4: Ada authorises, and her company appears on Nora's open list. */
async function accept({ facts, cloud, look, visit }: Walk, nora: Visitor, link: string): Promise<void> {
  await nora.page.goto('/customers?sort=since&direction=desc')
  await expectDoors(nora.page, { '/customers/add': cloud.customers.newAllowed })
  await expectCountries(nora, cloud.customers.countries)
  const row = nora.page.getByRole('row').filter({ hasText: 'Contoso Bakeries' })
  if (await row.count()) throw new Error('The customer is on the list before it accepted.')

  const ada = await visit('customer')
  const { page, t } = ada
  await page.goto(link)
  await look(page, 'invitation')
  await expectCloud(cloud, page)
  for (const country of cloud.customers.countries ?? []) await ada.says(countryName(t.locale, country))
  await ada.follow(t('acceptance.invitation.sign_in'))
  await ada.signIn(accountOf(facts, 'ada@'))
  await page.getByRole('checkbox', { name: t('acceptance.review.agreement.accept') }).waitFor()
  await ada.says(cloud.agreements.customer.name)
  if (cloud.customers.dataTrustee) await ada.says(cloud.customers.dataTrustee)
  await look(page, 'review')
  await expectServices(page, cloud)
  await page.getByRole('checkbox', { name: t('acceptance.review.agreement.accept') }).check()
  await ada.press(t('acceptance.review.authorize'))
  await page.waitForURL(/\/done$/)
  await look(page, 'receipt')
  await page.goto('/partner-relationships')
  await look(page, 'partner-relationships')
  await expectDoors(page, { '/partners': cloud.businessProfile.isOn })

  await row.first().waitFor()
  await look(nora.page, 'customers')
  await nora.page
    .getByRole('link', { name: /Contoso Bakeries/ })
    .first()
    .click()
  await nora.page.waitForURL(/customers\/./)
  await look(nora.page, 'customer')
}

/** Step 5: an operator suspends the partner, reads what happened and verifies the chain. */
async function operate({ cloud, facts, look, visit }: Walk): Promise<void> {
  const olivia = await visit('operator')
  const { page, t } = olivia
  await page.goto('/')
  await look(page, 'console-sign-in')
  await olivia.signIn(accountOf(facts, 'olivia@'))
  await olivia.heading(t('operator.nav.overview'))
  await look(page, 'console-overview')
  await expectCloud(cloud, page)
  await expectDoors(page, { '/referrals': cloud.referrals.isOn })
  await page.goto('/partners')
  await look(page, 'console-partners')
  await expectCountries(olivia, cloud.enrolment.countries)
  await olivia.follow(/^Northwind Cloud/)
  await page.waitForURL(/partners\/./)
  await look(page, 'console-partner')
  await olivia.follow(t('operator.suspend.action'))
  await page.waitForURL(/suspend$/)
  await page.getByLabel(t('operator.act.reason')).fill('A walk of the README')
  await page.getByLabel(t('operator.suspend.told')).fill('Please call us.')
  await look(page, 'console-suspend')
  await olivia.press(t('operator.suspend.submit'))
  await olivia.says(t('operator.partner.done.suspended'))
  await page.goto('/audit')
  await olivia.says(t('operator.audit.act.partner.suspended'))
  await look(page, 'console-audit')
  await page.goto('/audit/chains')
  await page
    .getByRole('link', {
      name: t('operator.chains.verify.of', { organisation: facts.accounts[0]?.organisation ?? '' }),
    })
    .click()
  await olivia.says(t('operator.chain.intact'))
  await look(page, 'console-chain')
  await page.goto('/settings/rules')
  await look(page, 'console-rules')
}
