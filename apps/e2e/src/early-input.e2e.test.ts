// Input that a person types before the page's scripts have loaded must not be lost.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { ready } from '../testing/look.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

test('R-017 what was typed, emptied or chosen before the scripts loaded stays', async () => {
  const partner = await world.partner()
  const page = await world.pageOf('partner', partner.person)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/_app/**/*.js', async (route) => {
    await held
    await route.continue()
  })
  await page.goto('/requests/new', { waitUntil: 'commit' })
  await page.getByLabel('Subject').fill('My own subject')
  await page.getByLabel('Paragraph 1').fill('')
  await page.getByLabel('Paragraph 2').fill('My own words')
  release()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await ready(page)
  await page.getByRole('button', { name: 'Copy to clipboard' }).click()
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()).catch(() => ''))
    .toContain('My own words')
  expect(await page.getByLabel('Subject').inputValue()).toBe('My own subject')
  expect(await page.getByLabel('Paragraph 1').inputValue()).toBe('')
  expect(await page.getByLabel('Paragraph 2').inputValue()).toBe('My own words')
})
