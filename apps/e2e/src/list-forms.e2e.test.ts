// Forms on lists that are filtered: what they answer is shown where they were pressed.
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

const viewport = { width: 1280, height: 420 }

/** A partner's page with the list of requests, narrowed to those of one host: eleven mails arrived, the last one came back. */
async function narrowed(name: string) {
  const { person, id } = await world.partner()
  const host = `${name}-${Date.now()}.example`
  const addresses = Array.from({ length: 12 }, (_, at) => `p${String(at).padStart(2, '0')}@${host}`)
  const page = await world.pageOf('partner', person, { viewport })
  await page.goto('/requests/new')
  await ready(page)
  await page.getByLabel('Recipients').fill(addresses.join(', '))
  await page.getByLabel('Recipients').press('Enter')
  await press(page, 'Send for me')
  await page.waitForURL(/\?sent/)
  await world.asOwner(
    `update request_recipient set status = case when address like 'p00@%' then 'bounced' else 'sent' end where address like $1`,
    [`%@${host}`],
  )
  await page.goto('/requests')
  await ready(page)
  await page.getByRole('searchbox').fill(host)
  await page.getByRole('main').getByRole('button', { name: 'Search', exact: true }).click()
  await page.waitForURL(/search=/)
  await expect.poll(() => rowsOf(page).count()).toBe(12)
  const [bounced = ''] = addresses
  return { page, person, id, host, bounced }
}
const rowsOf = (page: Page) => page.locator('main tbody tr:not(.detail)')
const inSight = async (page: Page, name: string) => {
  const box = await rowsOf(page).filter({ hasText: name }).boundingBox()
  return box !== null && box.y >= 0 && box.y < viewport.height
}

test('U4 U17 a reminder from a filtered list leaves its address and what is in sight, done or refused', async () => {
  const { page, id, host } = await narrowed('remind')
  const address = page.url()
  const remind = async (name: string) => {
    await page.getByRole('button', { name: `Remind ${name}@${host}` }).click()
  }
  await remind('p01')
  await page.getByText('of 1 reminded').waitFor()
  expect(page.url()).toBe(address)
  expect(await inSight(page, `p01@${host}`)).toBe(true)
  expect(await rowsOf(page).count()).toBe(12)

  await world.asOwner(`update organisation set partner_status = 'suspended' where id = $1`, [id])
  await remind('p02')
  await page.getByRole('alert').first().waitFor()
  expect(page.url()).toBe(address)
  expect(await inSight(page, `p02@${host}`)).toBe(true)
  expect(await rowsOf(page).count()).toBe(12)
})

test('U4 U13 a correction that is refused keeps the list and what was typed; pressed twice it says so once, and then it works', async () => {
  const { page, host, bounced } = await narrowed('correct')
  await page.getByRole('button', { name: new RegExp(`Correct.*${bounced}`) }).click()
  await page.waitForURL(/open=/)
  const address = page.url()
  const field = page.getByLabel('Address', { exact: true })
  const send = page.getByRole('button', { name: 'Send again', exact: true })
  await field.fill('not an address')
  await send.dblclick()
  await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
  await send.dblclick()
  expect(await field.inputValue()).toBe('not an address')
  expect(page.url()).toBe(address)
  expect(await rowsOf(page).count()).toBe(12)
  const message = page.locator(`[id="${(await field.getAttribute('aria-describedby'))?.split(' ')[0]}"]`)
  expect(await message.count()).toBe(1)

  const mended = `mended@${host}`
  await field.fill(mended)
  await send.dblclick()
  await page.getByRole('button', { name: 'Undo', exact: true }).waitFor()
  expect(page.url()).toBe(address)
  const mails = await world.asOwner('select id from request_recipient where address = $1', [mended])
  expect(mails).toHaveLength(1)
})

test('U4 without JavaScript a reminder keeps the filters, and a deleted view leaves those in force', async () => {
  const { page, person, host } = await narrowed('plain')
  const plain = await world.pageOf('partner', person, { javaScriptEnabled: false })
  await plain.goto(page.url())
  await plain.getByRole('button', { name: `Remind p01@${host}` }).click()
  await plain.getByText('of 1 reminded').waitFor()
  expect(new URL(plain.url()).searchParams.get('search')).toBe(host)
  expect(await rowsOf(plain).count()).toBe(12)

  const { token } = await world.linkOf(person)
  await world.accept((await world.customer({ legalName: 'Quay Bakery' })).person, token)
  await plain.goto('/customers?search=quay&direction=desc')
  await plain.getByText('Save or delete views', { exact: true }).click()
  await plain.getByLabel('Name of the view').fill('Quays')
  await press(plain, 'Save view')
  await plain.getByText('View saved', { exact: true }).waitFor()
  await plain.goto('/customers?search=bak&direction=desc')
  await plain.getByText('Save or delete views', { exact: true }).click()
  await press(plain, 'Delete view “Quays”')
  await plain.getByText('View deleted', { exact: true }).waitFor()
  expect(new URL(plain.url()).search).toBe('?search=bak&direction=desc&done=view_deleted')
})
