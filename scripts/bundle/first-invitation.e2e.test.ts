// "From nothing to the first accepted invitation" of docs/operations.md: the lines that stand there, and the walk below them.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { launchBrowser, newPage } from '@entente/testkit/browser'
import { isFull } from '@entente/testkit/full'
import { type PgServer, startPg } from '@entente/testkit/pg'
import { freePort } from '@entente/testkit/ports'
import { waitFor } from '@entente/testkit/wait'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { baseEnvironment, root } from '../process.ts'
import { bundleInstance } from './bundle-instance.ts'

type Page = Awaited<ReturnType<typeof newPage>>

const documented = readFileSync(path.join(root, 'docs/operations.md'), 'utf8')
const [, chapter = ''] = documented.split(/^### From nothing to the first accepted invitation$/m)
const [ownChapter = ''] = chapter.split(/^##/m)
const blocks = (language: string): string[] =>
  [...ownChapter.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, lines = '']) => lines,
  )

const dir = mkdtempSync(path.join(tmpdir(), 'entente-first-'))
const password = 'seven quiet harbours 42'
/** By the ports that the document names. */
const ports = new Map<string, number>()
let database: PgServer
let shell: ChildProcess
let said = ''

/** The document's words with this run's ports. */
const onOwnPorts = (text: string): string =>
  text.replaceAll(/\b(470\d|5432)\b/g, (port) => String(ports.get(port) ?? port))
const address = (port: string, place = '/') => `http://localhost:${ports.get(port)}${place}`

describe.runIf(isFull)('a new operator', () => {
  beforeAll(async () => {
    await bundleInstance(path.join(dir, 'dist'))
    database = await startPg({ throwaway: true, password: 'administrator' })
    ports.set('5432', database.port)
    for (const port of ['4701', '4702', '4703', '4704', '4705', '4706', '4707'])
      ports.set(port, await freePort())
    const administrator = new pg.Client(database.url())
    await administrator.connect()
    const statements = blocks('sql').join('').split(';\n').filter(Boolean)
    // This server's first superuser has the name that the document gives to the owner.
    for (const statement of statements)
      await administrator.query(statement.replace('create role', 'alter role'))
    await administrator.end()
    shell = spawn('bash', ['-e', '-c', onOwnPorts(`${blocks('sh').join('\n')}\necho 'all is done'\nwait`)], {
      cwd: dir,
      env: { ...baseEnvironment(), PATH: `${path.dirname(process.execPath)}:${process.env.PATH}` },
      detached: true,
    })
    for (const stream of [shell.stdout, shell.stderr]) stream?.on('data', (chunk) => (said += chunk))
    await waitFor(() => said.includes('all is done') || shell.exitCode !== null, {
      timeoutMs: 90_000,
      what: 'the lines of the document',
    })
  }, 240_000)
  afterAll(async () => {
    if (shell?.pid && shell.exitCode === null) {
      process.kill(-shell.pid, 'SIGTERM')
      await once(shell, 'exit')
    }
    await database?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  const setUpLink = (port: string): string =>
    said.split('\n').find((line) => line.startsWith(address(port, '/set-up/'))) ?? said

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
  const heading = (page: Page, name: string | RegExp) =>
    page.getByRole('heading', { level: 1, name }).waitFor()

  async function setUpAndSignIn(page: Page, port: string, email: string): Promise<void> {
    await page.goto(setUpLink(port))
    await page.getByLabel('Password').fill(password)
    await page.getByRole('main').getByRole('button').first().click()
    await page.goto(address(port, '/sign-in'))
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill(password)
    await press(page, 'Sign in')
  }

  const linkOfMail = (to: string, place: string): Promise<string> =>
    waitFor(
      async () => {
        const mails = (await (
          await fetch(address('4705', `/api/messages?to=${encodeURIComponent(to)}`))
        ).json()) as { text: string }[]
        const links = mails.flatMap(({ text }) => text.match(/https?:\/\/\S+/g) ?? [])
        return links.find((link) => new URL(link).pathname.startsWith(place))
      },
      { timeoutMs: 40_000, what: `a mail to ${to} with a link to ${place}` },
    )

  test('gets from the lines of the document to a healthy instance', () => {
    expect(said).toContain('No problems found.')
    expect(said).toContain('all is done')
  })

  test('R-002 R-012 walks from both printed links to the first accepted invitation', async () => {
    const browser = await launchBrowser()
    try {
      const operator = await newPage(browser)
      await setUpAndSignIn(operator, '4703', 'you@example.com')
      await operator.waitForURL(/\/sign-in\/set-up-second-factor/)

      const partner = await newPage(browser)
      await setUpAndSignIn(partner, '4701', 'nora@example.com')
      await heading(partner, 'Home')
      await partner
        .getByRole('main')
        .getByRole('link', { name: 'Request a reseller relationship' })
        .last()
        .click()
      await heading(partner, 'Request a reseller relationship')
      await partner.getByLabel('Recipients').fill('ines@lakeside.example')
      await press(partner, 'Send for me')
      await partner.getByText('On its way').waitFor()

      const customer = await newPage(browser)
      await customer.goto(await linkOfMail('ines@lakeside.example', '/invitation/'))
      await heading(customer, 'Northwind GmbH asks to be your reseller')
      await customer.getByRole('main').getByRole('link', { name: 'Create an account' }).click()
      await customer.getByLabel('Organisation').fill('Lakeside Bakery')
      await customer.getByLabel('Country').selectOption('IE')
      await customer.getByLabel('Name', { exact: true }).fill('Ines Ferro')
      await customer.getByLabel('E-mail').fill('ines@lakeside.example')
      await press(customer, 'Create an account')
      await heading(customer, 'Check your inbox')
      await customer.goto(await linkOfMail('ines@lakeside.example', '/confirm/'))
      await customer.getByLabel('Password').fill(password)
      await press(customer, 'Confirm')
      await heading(customer, 'Review the request from Northwind GmbH')
      await customer.getByRole('checkbox', { name: 'I accept the agreement' }).check()
      await press(customer, 'Authorize')
      await heading(customer, 'Northwind GmbH is now your partner')

      await partner.goto(address('4701', '/customers'))
      await partner.getByRole('button', { name: 'Details of Lakeside Bakery' }).waitFor()
    } finally {
      await browser.close()
    }
  }, 180_000)
})
