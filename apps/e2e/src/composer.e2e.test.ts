// The request composer: one editor, a preview that is the mail, and drafts that two people may write at once.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { press } from '../testing/enrolment.ts'
import { ready } from '../testing/look.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const first = (page: Page) => page.getByLabel('Paragraph 1', { exact: true })
const saved = (page: Page) => page.getByRole('status').getByText('Saved', { exact: true }).waitFor()

async function compose(page: Page, path = '/requests/new') {
  await page.goto(path)
  await ready(page)
}

test('U6 U7 delete-all and typing keeps exactly one link, changes are marked, and the preview is the mail byte for byte', async () => {
  const partner = await world.partner()
  const page = await world.pageOf('partner', partner.person)
  const to = `ada@composer-${Date.now()}.example`
  await compose(page)
  await page.getByText('No changes', { exact: true }).waitFor()
  const link = await page.getByLabel('Link', { exact: true }).inputValue()

  await page.getByLabel('Recipients').fill(`"Lovelace, Ada" <${to}>`)
  await page.getByLabel('Recipients').press('Enter')
  await page.getByLabel(`Your reference for ${to}`).fill('PO 4711')
  await first(page).press('Control+a')
  await first(page).press('Control+a')
  await page.keyboard.type('Good morning')
  await page.locator('ins', { hasText: 'Good morning' }).waitFor()
  await expect.poll(() => page.locator('del').count()).toBeGreaterThan(1)
  await saved(page)
  const src = `/requests/new/mail${new URL(page.url()).search}`
  const [html, text] = await Promise.all(
    ['html', 'text'].map(async (format) => (await page.request.get(`${src}&format=${format}`)).text()),
  )
  const shown = page.frameLocator('iframe[name="preview"]')
  await shown.getByText('Good morning').waitFor()

  await press(page, 'Send for me')
  await page.waitForURL(/\?sent/)
  await world.sendNow(to)
  const mail = await world.mails.arrival(to, /./)
  expect(mail.html?.replaceAll('\r\n', '\n').trim()).toBe(html?.trim())
  expect(mail.text.replaceAll('\r\n', '\n').trim()).toBe(text?.trim())
  expect(mail.text.split(link)).toHaveLength(2)
  // The log: the reference, and the same changes.
  await page.getByText('Reference: PO 4711').waitFor()
  await page.locator('ins', { hasText: 'Good morning' }).waitFor()
})

test('U10 U11 Undo takes a mail back by keyboard or without scripts, and the draft is as it was', async () => {
  const partner = await world.partner()
  const page = await world.pageOf('partner', partner.person)
  const to = `ada@undo-composer-${Date.now()}.example`
  await compose(page)
  await page.getByLabel('Recipients').fill(`${to}, second-${to}`)
  await page.getByLabel('Recipients').press('Enter')
  await first(page).fill('Hello again,')
  await press(page, 'Send for me')
  await page.getByRole('button', { name: 'Undo', exact: true }).waitFor()
  const progress = page.getByRole('progressbar', { name: '0 of 2 e-mails processed' })
  expect(await progress.getAttribute('max')).toBe('2')
  await page.keyboard.press('F8')
  await page.keyboard.press('Enter')
  await page.getByText('Nothing was sent').waitFor()
  expect(await first(page).inputValue()).toBe('Hello again,')
  const chip = page.getByRole('listitem').getByText(to, { exact: true })
  await press(page, `Remove ${to}`)
  await chip.waitFor({ state: 'detached' })
  await press(page, 'Undo')
  await chip.waitFor()

  await page.goto('/requests/new')
  await ready(page)
  await page.getByRole('button', { name: `Discard : ${to}` }).click()
  await press(page, 'Undo')
  await page.getByRole('link', { name: to }).click()
  await page.waitForURL(/draft=/)

  const plain = await world.pageOf('partner', partner.person, { javaScriptEnabled: false })
  await plain.goto(`/requests/new${new URL(page.url()).search}`)
  await press(plain, 'Send for me')
  await press(plain, 'Undo')
  await plain.getByText('Nothing was sent').waitFor()
  expect(await first(plain).inputValue()).toBe('Hello again,')
  await plain.goto('/requests?state=withdrawn')
  await expect.poll(() => plain.getByRole('link', { name: to }).count()).toBe(4)
  expect(await world.mails.to(to)).toEqual([])
})

test('U10 sending goes on on other pages, after a reload too, and its end is said there', async () => {
  const partner = await world.partner()
  const page = await world.pageOf('partner', partner.person)
  const recipients = ['one', 'two'].map((name) => `${name}@left-page-${Date.now()}.example`)
  await compose(page)
  await page.getByLabel('Recipients').fill(recipients.join(', '))
  await page.getByLabel('Recipients').press('Enter')
  await press(page, 'Send for me')
  await page.waitForURL(/\?sent/)
  await page.getByRole('link', { name: 'Customers', exact: true }).click()
  const bar = page.getByRole('progressbar', { name: '0 of 2 e-mails processed' })
  await bar.waitFor()
  await page.reload()
  await bar.waitFor()
  for (const recipient of recipients) await world.sendNow(recipient)
  await page.getByText('2 e-mails have been sent.').waitFor()
  await page.getByRole('progressbar', { name: /processed/ }).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'View requests' }).click()
  await page.waitForURL(/\/requests$/)
  await ready(page)
  await expect.poll(() => page.getByText('2 e-mails have been sent.').count()).toBe(0)
})

test('U7 a mail that is sent before its draft was saved is not asked for once more as a preview', async () => {
  const page = await world.pageOf('partner', (await world.partner()).person)
  await compose(page)
  await first(page).fill('Hello,')
  await page.getByLabel('Recipients').fill(`ada@preview-${Date.now()}.example`)
  await saved(page)
  await page.frameLocator('iframe[name="preview"]').getByText('Hello,').waitFor()
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/requests/new/mail?')) asked.push(request.url())
  })
  await first(page).fill('Hello again,')
  await press(page, 'Send for me')
  await page.waitForURL(/\?sent/)
  await page.getByRole('button', { name: 'Undo', exact: true }).waitFor()
  expect(asked).toEqual([])
})

test('U-07 a refused sending says why beside what was written, although the draft was saved meanwhile', async () => {
  const partner = await world.partner()
  const page = await world.pageOf('partner', partner.person)
  const recipient = `mailed-${Date.now()}@refused.example`
  for (const path of [/\?sent/, /\?draft=/]) {
    await compose(page)
    await first(page).fill('Hello again,')
    await page.getByLabel('Recipients').fill(recipient)
    await saved(page)
    await press(page, 'Send for me')
    await page.waitForURL(path)
  }
  await page.getByRole('alert').getByText('You already e-mailed').waitFor()
  expect(await page.locator('input[name=recipients]').inputValue()).toBe(recipient)
  expect(await first(page).inputValue()).toBe('Hello again,')
})

test('U25 of two editors of one draft the second one sees a diff, and nothing is lost', async () => {
  const partner = await world.partner()
  const colleague = await world.person({
    organisationId: partner.id,
    audience: 'partner',
    roles: ['admin_agent'],
  })
  const one = await world.pageOf('partner', partner.person)
  await compose(one)
  await first(one).fill('Hello Ada,')
  await saved(one)
  const other = await world.pageOf('partner', colleague)
  await compose(other, '/requests/new')
  await other.getByRole('link', { name: 'Draft without recipients' }).click()
  await other.waitForURL(/draft=/)
  await ready(other)
  expect(await first(other).inputValue()).toBe('Hello Ada,')

  await first(one).fill('Hello Ada, from one')
  await saved(one)
  await first(other).fill('Hello Ada, from the other')
  await other.getByRole('alert').getByText('A colleague edited this draft too').waitFor()
  await other.locator('[role=alert] del', { hasText: 'one' }).waitFor()
  await other.locator('[role=alert] ins', { hasText: 'other' }).waitFor()
  await other.getByRole('button', { name: 'Keep mine' }).click()
  await saved(other)
  await other.reload()
  expect(await first(other).inputValue()).toBe('Hello Ada, from the other')
})

test('U6 a change of language keeps edited words and marks them; reset brings the template; 51 of 50 is said before the press', async () => {
  const page = await world.pageOf('partner', (await world.partner()).person)
  await compose(page)
  const second = page.getByLabel('Paragraph 2', { exact: true })
  const english = await second.inputValue()
  await first(page).fill('My words')
  await page.getByLabel('Language').selectOption('de')
  await page.getByText('Your edits were kept').waitFor()
  expect(await first(page).inputValue()).toBe('My words')
  expect(await second.inputValue()).not.toBe(english)
  await page.getByText('Edited', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Reset to template' }).click()
  await page.getByText('No changes', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  expect(await first(page).inputValue()).toBe('My words')

  const many = Array.from({ length: 51 }, (_, at) => `p${at}@many.example`).join('; ')
  await page.getByLabel('Recipients').fill(many)
  await page.getByLabel('Recipients').blur()
  await page.getByText('51 of 50.').waitFor()
})

test('U6 U-02 the draft is written, saved, previewed and prepared for somebody without JavaScript', async () => {
  const page = await world.pageOf('partner', (await world.partner()).person, { javaScriptEnabled: false })
  await page.goto('/requests/new')
  await first(page).fill('Plain words')
  await press(page, 'Save draft')
  await page.waitForURL(/draft=/)
  expect(await first(page).inputValue()).toBe('Plain words')
  await page.frameLocator('iframe[name="preview"]').getByText('Plain words').waitFor()
  await page.getByLabel('Who is it for?').fill('Lakeside Bakery')
  await press(page, 'Done')
  await page.goto('/requests')
  await page.getByRole('row').filter({ hasText: 'Lakeside Bakery' }).waitFor()
})
