// npm run screenshots: walks the main job on throw-away data and writes the main pages to docs/screenshots/.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { hashPassword } from '@entente/auth/password'
import { closeDatabase, openDatabase } from '@entente/db/database'
import { givenCustomer } from '@entente/db/testing/fixtures'
import { launchBrowser, newPage } from '@entente/testkit/browser'
import type { DemoFacts } from '@entente/testkit/demo'
import { waitFor } from '@entente/testkit/wait'
import pg from 'pg'
import { root } from './process.ts'
import type { Stack } from './stack.ts'
import { browserPackages, needPackages } from './system-packages.ts'
import { startThrowawayStack } from './throwaway-stack.ts'

type Page = Awaited<ReturnType<typeof newPage>>
type Browser = Awaited<ReturnType<typeof launchBrowser>>

const target = path.join(root, 'docs/screenshots')
const heightMax = 2600
const sizes = {
  desktop: { width: 1280, height: 800 },
  mobile: { width: 390, height: 844 },
}

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
const stack = await startThrowawayStack()
const browser = await launchBrowser()
try {
  mkdirSync(target, { recursive: true })
  await walk(stack, browser)
} finally {
  await browser.close()
  await stack.stop()
}

/** The main job, with a picture of every page on its way. */
async function walk({ facts, urls }: Stack, browser: Browser): Promise<void> {
  const nora = await visitor(browser, facts.urls.partner)
  await nora.goto('/sign-in')
  await shoot(nora, 'sign-in')
  await signIn(nora, accountOf(facts, 'nora@'))
  await nora.waitForURL(/\/customers/)
  await shoot(nora, 'customers-empty')
  await nora.goto('/requests/new')
  const link = await nora.getByLabel('Link', { exact: true }).inputValue()
  await shoot(nora, 'request')
  await nora.getByLabel('Recipients').fill('ada@contoso.example, cafe.lumiere@post.example')
  await nora.getByRole('button', { name: 'Send for me' }).click()
  await nora.waitForURL(/sent/)

  await acceptAll(browser, facts, urls.owner, link)
  const ada = await visitor(browser, facts.urls.customer)
  await ada.goto(await rivalLink(browser, facts))
  await goToReview(ada, accountOf(facts, 'ada@'))
  for (const service of ['Azure', 'Intune']) await ada.getByRole('checkbox', { name: service }).uncheck()
  await authorize(ada)
  await ada.context().clearCookies()
  await ada.goto(link)
  await shoot(ada, 'invitation')
  await goToReview(ada, accountOf(facts, 'ada@'))
  await shoot(ada, 'review')
  await authorize(ada)
  await ada.goto('/partner-relationships')
  await shoot(ada, 'partner-relationships')

  const mailbox = await visitor(browser, facts.urls.mailbox)
  await waitFor(
    async () => (await (await fetch(`${facts.urls.mailbox}/api/messages`)).text()).split('"id"').length > 12,
    {
      timeoutMs: 15_000,
      what: 'the mails',
    },
  )
  await mailbox.goto('/')
  await shoot(mailbox, 'mailbox')
  await nora.goto('/customers')
  await nora.getByRole('button', { name: 'Details of Contoso Bakeries' }).waitFor()
  await shoot(nora, 'customers')
  await nora.goto('/requests')
  await shoot(nora, 'log')
}

type Login = { email: string; password: string }

function accountOf({ accounts }: DemoFacts, start: string): Login {
  const found = accounts.find(({ email }) => email.startsWith(start))
  if (!found) throw new Error(`The demo has no account of ${start}.`)
  return found
}

function visitor(browser: Browser, baseURL: string): Promise<Page> {
  return newPage(browser, { baseURL, locale: 'en-GB' })
}

async function signIn(page: Page, { email, password }: Login): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
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

/** Another partner's link, so that the review shows a service that somebody holds already. */
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

/** Takes the page in both sizes and schemes. */
async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  const device = await page.context().newCDPSession(page)
  for (const [size, { width, height }] of Object.entries(sizes)) {
    await device.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.evaluate(() => Promise.all(document.getAnimations().map((fade) => fade.finished)))
      const file = path.join(target, `${name}-${size}-${colorScheme}.png`)
      const content = await page.evaluate(() => document.documentElement.scrollHeight)
      const clip = { x: 0, y: 0, width, height: Math.min(content, heightMax), scale: 1 }
      const { data } = await device.send('Page.captureScreenshot', {
        format: 'png',
        clip,
        captureBeyondViewport: true,
      })
      writeFileSync(file, Buffer.from(data, 'base64'))
    }
  }
  await device.send('Emulation.clearDeviceMetricsOverride')
  await page.emulateMedia({ colorScheme: null })
  await device.detach()
}
