// Applications and the membership directory in the console, in a real browser and without JavaScript.
import { givenApplication, givenDocument } from '@entente/trpc/testing/applications'
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
const clock = { now: () => new Date(), forward: () => undefined }
const application = (wishes: Parameters<typeof givenApplication>[1]) =>
  givenApplication({ ...world, clock }, wishes)
const reviewer = async () => world.pageOf('operator', await world.operator('enrolment_reviewer'))

test('R-082 R-103 §4.2 a reviewer finds an application, records both checks and accepts it', async () => {
  const legalName = `Lockgate ${Date.now()}`
  const { id } = await application({ legalName, state: 'email_verified' })
  const page = await reviewer()
  await page.goto('/applications')
  await page.getByLabel('Search applications').fill(legalName.toLowerCase())
  await press(page, 'Apply filters')
  await follow(page, legalName)
  await press(page, 'Start review')
  await page.getByText('The review has started and is assigned to you.').waitFor()
  expect(await page.getByRole('button', { name: 'Accept' }).getAttribute('aria-disabled')).toBe('true')
  for (const check of ['Established profile', 'Authority']) {
    const panel = page.getByRole('region', { name: check, exact: true })
    await panel.getByLabel('Passed').check()
    await panel.getByLabel('Note').fill('Seen\nin the register')
    await panel.getByRole('button').click()
    await page.getByText('The result is saved.').waitFor()
  }
  await follow(page, 'Accept')
  await press(page, 'Accept application')
  await page.getByText('Accepted. The company is notified by e-mail.').waitFor()
  await page.getByText('Accepted. Next, the company signs the partner agreement.').waitFor()
  const [company] = await world.asOwner<{ partner_number: string }>(
    'select partner_number from organisation where id = $1',
    [id],
  )
  await page.getByText(company?.partner_number ?? 'no partner ID').waitFor()
})

test('R8 §4.2 of two concurrent operators, the second is told what the first did', async () => {
  const { id } = await application({ state: 'in_review' })
  const [first, second] = [await reviewer(), await reviewer()]
  for (const page of [first, second]) await page.goto(`/applications/${id}/request-documents`)
  for (const page of [first, second])
    await page.getByLabel('What you need').fill('An extract of the register')
  await first.getByLabel('Registration number').check()
  await press(first, 'Request documents')
  await first.getByText('Documents requested. The company is notified by e-mail.').waitFor()
  await first.getByText('Fields to correct').waitFor()
  await press(second, 'Request documents')
  await second.getByText('Someone else changed this application first, so nothing was saved.').waitFor()
  await second.getByText('Its state is now: Documents requested.').waitFor()
})

test('R-103 before the contact has confirmed, every decision is shown but disabled, with the same reason', async () => {
  const { id } = await application({ state: 'submitted', contact: 'sent' })
  const page = await reviewer()
  await page.goto(`/applications/${id}`)
  const why = await page
    .getByText('The primary contact has not confirmed the e-mail address yet.')
    .getAttribute('id')
  for (const name of ['Start review', 'Accept', 'Request documents', 'Reject']) {
    const button = page.getByRole('button', { name, exact: true })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await button.getAttribute('aria-describedby')).toBe(why)
  }
  await press(page, 'Resend verification e-mail')
  await page.getByText('A new verification e-mail is on its way.').waitFor()
})

test('S18 a document is served as a download, never as a page', async () => {
  const applicant = await application({})
  await givenDocument({ ...world, clock }, applicant, '<script>alert(1)</script>')
  const page = await reviewer()
  await page.goto(`/applications/${applicant.id}`)
  const href = await page.getByRole('link', { name: 'extract.pdf' }).getAttribute('href')
  const answer = await page.request.get(href ?? '')
  expect(await answer.text()).toBe('<script>alert(1)</script>')
  expect(answer.headers()).toMatchObject({
    'content-disposition': expect.stringMatching(/^attachment;/),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'no-store',
  })
  const foreign = await application({})
  const elsewhere = (href ?? '').replace(applicant.id, foreign.id)
  expect((await page.request.get(elsewhere)).status()).toBe(404)
})

test('§5.4 an auditor can read an application but not decide it', async () => {
  const { id } = await application({ state: 'in_review' })
  const page = await world.pageOf('operator', await world.operator('auditor'))
  await page.goto(`/applications/${id}`)
  await page.getByRole('heading', { name: 'Checks' }).first().waitFor()
  await expect.poll(() => page.locator('main form').count()).toBe(0)
  await page.goto(`/applications/${id}/accept`)
  await expect.poll(() => page.locator('main form').count()).toBe(0)
  expect((await page.goto('/directory'))?.status()).toBe(403)
})

test('R-095 importing organisation profiles takes the valid rows and lists the others', async () => {
  const page = await world.pageOf('operator', await world.operator())
  await page.goto('/directory/import')
  await press(page, 'Import')
  await page.getByText('Choose a CSV file.').first().waitFor()
  const number = String(Date.now())
  const csv = `mpn_id,organisation,country\n${number},Weir ${number},DE\n12,Short,DE\n`
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await press(page, 'Import')
  await page.getByText('One row was imported.').waitFor()
  await page.getByRole('row', { name: 'Row 2 mpn_id The value is not valid.' }).waitFor()
  await page.goto('/directory')
  await expect.poll(() => page.getByText('Your import has finished').count()).toBe(0)
  await page.goto(`/directory?search=${number}`)
  await page.getByText(`Weir ${number}`).waitFor()
})

test('text that is not Unicode is shown as it would be saved, and imported once it is confirmed', async () => {
  const number = String(Date.now())
  const rows = `mpn_id;organisation;country\r\n${number};Cr\xe9dit Fran\xe7ais ${number};FR\r\n`
  const file = { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(rows, 'latin1') }
  const page = await world.pageOf('operator', await world.operator())
  const send = async (encoding?: string) => {
    if (encoding) await page.getByLabel('Encoding').selectOption(encoding)
    await page.getByLabel('File', { exact: true }).setInputFiles(file)
    await press(page, 'Import')
  }
  const shows = (name: string) =>
    page.getByRole('row', { name: `Row 1 organisation ${name} ${number}` }).waitFor()
  await page.goto('/directory/import')
  await send()
  await page.getByText('It was read as Western European (Windows-1252).').waitFor()
  await shows('Crédit Français')
  await send('Western European (Mac Roman)')
  await shows('CrÈdit FranÁais')
  await send('Western European (Windows-1252)')
  await shows('Crédit Français')
  // A press without the file loses nothing of what was confirmed.
  await press(page, 'Import')
  await page.getByText('Choose a CSV file.').first().waitFor()
  await send()
  await page.getByText('One row was imported.').waitFor()
  await page.goto(`/directory?search=${number}`)
  await page.getByText(`Crédit Français ${number}`).waitFor()
})

test('D-33 R-137 customers of other portals are imported once their encoding is confirmed, and bad rows are listed', async () => {
  const page = await world.pageOf('operator', await world.operator())
  await page.goto('/directory/customers')
  await press(page, 'Import customers')
  await page.getByText('Choose a CSV file.').first().waitFor()
  const number = String(Date.now()).slice(-9)
  const rows = `10${number.slice(2)},Caf\xe9 ${number},FR,cafe-${number}.example\n1,Short,FR,short.example\n`
  const csv = Buffer.from(`partner_id,organisation,country,domain\n${rows}`, 'latin1')
  const file = { name: 'a.csv', mimeType: 'text/csv', buffer: csv }
  const send = async (encoding?: string) => {
    if (encoding) await page.getByLabel('Encoding').selectOption(encoding)
    await page.getByLabel('File', { exact: true }).setInputFiles(file)
    await press(page, 'Import customers')
  }
  await send()
  await page.getByLabel('Encoding').waitFor()
  await send('windows-1252')
  await page.getByText(`Caf\xe9 ${number}`).waitFor()
  await send('windows-1252')
  await page.getByText('One customer was imported.').waitFor()
  await page.getByRole('row', { name: /^Row 2 partner_id/ }).waitFor()
})

test('R-100 an operator adds a web-mail domain and removes it again', async () => {
  const domain = `post-${Date.now()}.example`
  const page = await world.pageOf('operator', await world.operator())
  await page.goto('/directory/web-mail')
  await page.getByLabel('Domain').fill('no domain')
  await press(page, 'Add domain')
  await page.getByText('Enter a domain like post.example.').first().waitFor()
  await page.getByLabel('Domain').fill(`@${domain.toUpperCase()}`)
  await press(page, 'Add domain')
  await page.getByText(`${domain} is added.`).waitFor()
  await press(page, `Remove ${domain}`)
  await page.getByText(`${domain} is removed.`).waitFor()
})
