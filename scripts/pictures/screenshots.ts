// npm run screenshots [-- --clouds]: runs the main job on temporary data and writes pictures of the main pages to
// docs/screenshots/, then those of each cloud in its language, or only these.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { hashPassword } from '@entente/auth/password'
import { base32Bytes, totpCode } from '@entente/auth/totp'
import { cloudIds } from '@entente/clouds/clouds'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { givenCustomer } from '@entente/db/testing/fixtures'
import { launchBrowser } from '@entente/testkit/browser'
import type { DemoFacts } from '@entente/testkit/demo'
import { waitFor } from '@entente/testkit/wait'
import pg from 'pg'
import type { Stack } from '../start/stack.ts'
import { browserPackages, needPackages } from '../test/system-packages.ts'
import { startThrowawayStack } from '../test/throwaway-stack.ts'
import { walkCloud } from '../walk/walk-cloud.ts'
import { shoot, shootCloud, shootEachWay, target } from './picture.ts'
import { walkApplications, walkEnrolment, walkSettings } from './screenshots-enrolment.ts'
import { accountOf, type Browser, type Login, type Page, signIn, visitor } from './visitor.ts'

const customers = [
  {
    legalName: 'Alder & Finch Architects',
    country: 'GB',
    domain: 'alderfinch.example',
    email: 'priya@alderfinch.example',
    without: ['Intune'],
  },
  {
    legalName: 'Bergmann Werkzeugbau GmbH',
    country: 'DE',
    domain: 'bergmann.example',
    email: 'it@bergmann.example',
    without: [],
  },
  {
    legalName: 'Café Lumière',
    country: 'FR',
    domain: null,
    email: 'cafe.lumiere@post.example',
    without: ['Azure', 'Dynamics 365', 'Intune'],
  },
  {
    legalName: '上海晨光贸易有限公司',
    country: 'CN',
    domain: 'chenguang.example',
    email: 'wei@chenguang.example',
    without: [],
  },
]

needPackages(browserPackages)
mkdirSync(path.join(target, 'clouds'), { recursive: true })
const { values } = parseArgs({ options: { clouds: { type: 'boolean' } } })
if (!values.clouds) {
  const stack = await startThrowawayStack()
  const browser = await launchBrowser()
  try {
    await walk(stack, browser)
  } finally {
    await browser.close()
    await stack.stop()
  }
}
for (const cloud of cloudIds) await walkCloud(cloud, (page, name) => shootCloud(page, cloud, name))

/** Runs the main job and takes a picture of every page. */
async function walk({ facts, urls }: Stack, browser: Browser): Promise<void> {
  const nora = await visitor(browser, facts.urls.partner)
  await nora.goto('/sign-in')
  await shoot(nora, 'sign-in')
  await signIn(nora, accountOf(facts, 'nora@'))
  await nora.getByRole('heading', { name: 'Home' }).waitFor()
  await shootEachWay(nora, 'home')
  await shootEmpty(browser, facts)
  await nora.goto('/requests/new')
  const link = await nora.getByLabel('Link', { exact: true }).inputValue()
  await shootEachWay(nora, 'request')
  await nora.getByLabel('Recipients').fill('ada@contoso.example, cafe.lumiere@post.example')
  await nora.getByRole('button', { name: 'Send for me' }).click()
  await nora.waitForURL(/sent/)
  await shoot(nora, 'request-sent')

  await walkAcceptance(browser, facts, urls.owner, link)
  await shootMails(browser, facts)
  await nora.goto('/customers?sort=since&direction=desc')
  await shootEachWay(nora, 'customers')
  await nora
    .getByRole('link', { name: /Contoso Bakeries/ })
    .first()
    .click()
  await nora.waitForURL(/customers\/./)
  await shootEachWay(nora, 'customer')
  await nora.goto('/requests')
  await shootEachWay(nora, 'requests')
  await walkSettings(nora)
  await walkEnrolment(browser, facts)
  await walkConsole(browser, facts)
}

async function shootEmpty(browser: Browser, facts: DemoFacts): Promise<void> {
  const imran = await visitor(browser, facts.urls.partner)
  await imran.goto('/sign-in')
  await signIn(imran, accountOf(facts, 'imran@'))
  await imran.getByRole('heading', { name: 'Home' }).waitFor()
  await shoot(imran, 'home-empty')
  await imran.goto('/customers')
  await shoot(imran, 'customers-empty')
}

/** Customers authorise; one of them gave a service to another partner before. */
async function walkAcceptance(browser: Browser, facts: DemoFacts, databaseUrl: string, link: string) {
  await acceptAll(browser, facts, databaseUrl, link)
  const ada = await visitor(browser, facts.urls.customer)
  await ada.goto(await rivalLink(browser, facts))
  await goToReview(ada, accountOf(facts, 'ada@'))
  for (const service of ['Azure', 'Intune']) await ada.getByRole('checkbox', { name: service }).uncheck()
  await authorize(ada)
  await ada.context().clearCookies()
  await ada.goto(link)
  await shootEachWay(ada, 'invitation')
  await goToReview(ada, accountOf(facts, 'ada@'))
  await shootEachWay(ada, 'review')
  await authorize(ada)
  await shoot(ada, 'receipt')
  await ada.goto('/partner-relationships')
  await shoot(ada, 'partner-relationships')
}

async function shootMails(browser: Browser, facts: DemoFacts): Promise<void> {
  const mailbox = await visitor(browser, facts.urls.mailbox)
  const invitation = mailbox.getByRole('link', { name: /asks to be your reseller.*ada@contoso\.example/ })
  await waitFor(
    async () => {
      await mailbox.goto('/')
      return (await invitation.count()) > 0
    },
    { timeoutMs: 30_000, what: 'the invitation' },
  )
  await shoot(mailbox, 'mailbox')
  await invitation.first().click()
  await mailbox.getByRole('link', { name: 'HTML' }).click()
  await mailbox.waitForURL(/view=html/)
  // The mail has the language of its draft; the mailbox itself speaks English.
  await shootEachWay(mailbox, 'mail', ['en'])
}

/** The operator's pages, with the data of the main job. */
async function walkConsole(browser: Browser, facts: DemoFacts): Promise<void> {
  const olivia = accountOf(facts, 'olivia@')
  const page = await visitor(browser, facts.urls.operator)
  await page.goto('/sign-in?return=%2Foverview')
  await signIn(page, olivia)
  await page.waitForURL(/second-factor/)
  await shoot(page, 'console-second-factor')
  await page.getByLabel('Code').fill(totpCode(base32Bytes(olivia.totpSecret ?? ''), new Date()))
  await page.locator('main button[type=submit]').click()
  await page.waitForURL(/\/overview$/)
  await shootEachWay(page, 'console-overview')
  await page.goto('/partners')
  await shoot(page, 'console-partners')
  await page.getByRole('link', { name: /^Northwind/ }).click()
  await page.waitForURL(/partners\/./)
  await shoot(page, 'console-partner')
  await page.getByRole('link', { name: 'Suspend' }).click()
  await shoot(page, 'console-suspend')
  await page.goto('/audit')
  await shoot(page, 'console-audit')
  await page
    .getByRole('link', { name: /^Details of/ })
    .first()
    .click()
  await page.waitForURL(/audit\/./)
  await shoot(page, 'console-record')
  await page.goto('/audit/chains')
  await shoot(page, 'console-chains')
  await page.goto('/dead-letters')
  await shoot(page, 'console-dead-letters')
  await walkApplications(page)
}

async function goToReview(page: Page, login: Login): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await signIn(page, login)
  await page.getByRole('button', { name: 'Authorize' }).waitFor()
}

async function authorize(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'I accept the agreement' }).check()
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.waitForURL(/\/done$/)
}

/** Another partner's link, so that the review shows a service that another partner already holds. */
async function rivalLink(browser: Browser, facts: DemoFacts): Promise<string> {
  const imran = await visitor(browser, facts.urls.partner)
  await imran.goto('/sign-in?return=%2Frequests%2Fnew')
  await signIn(imran, accountOf(facts, 'imran@'))
  return imran.getByLabel('Link', { exact: true }).inputValue()
}

async function acceptAll(
  browser: Browser,
  facts: DemoFacts,
  databaseUrl: string,
  link: string,
): Promise<void> {
  const database = openDatabase({ url: databaseUrl, connectionsMax: 2 })
  const owner = new pg.Client({ connectionString: databaseUrl })
  await owner.connect()
  const password = 'only for pictures'
  const passwordHash = await hashPassword(password)
  for (const { without, email, ...wishes } of customers) {
    const { person } = await givenCustomer(database, wishes)
    await owner.query('update auth.account set email = $2 where id = $1', [person.id, email])
    await owner.query('update auth.credential set password_hash = $2 where account_id = $1', [
      person.id,
      passwordHash,
    ])
    const page = await visitor(browser, facts.urls.customer)
    await page.goto(link)
    await goToReview(page, { email, password })
    for (const service of without) await page.getByRole('checkbox', { name: service }).uncheck()
    await authorize(page)
    await page.context().close()
  }
  await owner.end()
  await closeDatabase(database)
}
