// A partner's own file becomes invitations, with all real processes.
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { ready } from '../testing/look.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const rows = 200
/** As Excel writes it in German: semicolons, CRLF, Windows-1252. */
const file = Buffer.from(
  [
    'Firma;E-Mail;Sprache;Kundennummer',
    ...Array.from({ length: rows }, (_, at) => {
      const address = [50, 100].includes(at) ? 'ada at contoso' : `ada@import-${at}.example`
      return `Müller ${at};${address};${at === 150 ? 'Klingonisch' : 'Deutsch'};${at}`
    }),
    '',
  ].join('\r\n'),
  'latin1',
)
const upload = (page: Page) =>
  page.getByLabel('CSV file').setInputFiles({ name: 'kunden.csv', mimeType: 'text/csv', buffer: file })
const heading = (page: Page, name: string) => page.getByRole('heading', { name })

test('R-140 U9 U10 of a file with 200 rows, three are named, one is mended in place, and the rest is downloaded', async () => {
  const { person } = await world.partner()
  const page = await world.pageOf('partner', person)
  await page.goto('/customers/import')
  await ready(page)
  await upload(page)
  await page.getByRole('button', { name: 'Upload' }).click()
  // The bytes prove no encoding: the person sees the umlauts and confirms them.
  await page.getByRole('cell', { name: 'Müller 0' }).waitFor()
  await upload(page)
  await page.getByRole('button', { name: 'Upload' }).click()
  await heading(page, 'Name the columns').waitFor()
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('1')
  expect(await page.getByLabel('Own reference').inputValue()).toBe('3')
  await page.getByRole('button', { name: 'Check the rows' }).click()
  await heading(page, 'Rows with a problem').waitFor({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Send 197 invitations' }).waitFor()
  await expect.poll(() => page.getByText('E-mail address: The value is not valid.').count()).toBe(2)
  await expect.poll(() => page.getByText('Language: This cloud does not have this language.').count()).toBe(1)
  const mended = page.getByRole('form', { name: 'Row 51' })
  await mended.getByLabel('E-mail address').fill('ada@import-50.example')
  await mended.getByRole('button').click()
  await page.getByText(/^150 invitations leave today, the last on /).waitFor()
  await page.getByRole('button', { name: 'Send 198 invitations' }).click()
  await page.getByText('150', { exact: true }).waitFor({ timeout: 20_000 })
  // The bar is there again after a reload, while the others wait for tomorrow.
  await page.reload()
  await page.getByRole('progressbar').waitFor()
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download the rest' }).click()
  const text = await readFile(await (await downloading).path(), 'utf8')
  expect(text).toContain('"Müller 100","ada at contoso"')
  expect(text).not.toContain('import-0.example')
})
