// What a cloud's pages show, and what they may not: every check reads the cloud's own data.
import assert from 'node:assert/strict'
import type { Cloud } from '@entente/domain/core/cloud'
import { countryName } from '@entente/i18n/format'
import type { Page, Visitor } from './visitor.ts'

/** The brand in the band, and the language of the page. */
export async function expectCloud(cloud: Cloud, page: Page): Promise<void> {
  assert.equal(await page.locator('html').getAttribute('lang'), cloud.defaultLocale)
  await page.getByText(cloud.name, { exact: true }).first().waitFor()
}

/** Whether links lead to these places. */
export async function expectDoors(page: Page, doors: Record<string, boolean>): Promise<void> {
  for (const [href, isThere] of Object.entries(doors)) {
    const count = await page.locator(`a[href="${href}"]`).count()
    assert.equal(count > 0, isThere, `${page.url()} leads to ${href}`)
  }
}

/** Whether buttons are there. */
export async function expectButtons(page: Page, buttons: Record<string, boolean>): Promise<void> {
  for (const [name, isThere] of Object.entries(buttons)) {
    const count = await page.getByRole('button', { name, exact: true }).count()
    assert.equal(count > 0, isThere, `${page.url()} has the button ${name}`)
  }
}

/** The page names the cloud's services, and none that it does not sell. */
export async function expectServices(page: Page, { services }: Cloud): Promise<void> {
  const text = (await page.locator('main').textContent()) ?? ''
  for (const { name } of services) assert.ok(text.includes(name), `${page.url()} names ${name}`)
  if (!services.some(({ name }) => name.includes('Azure'))) assert.ok(!text.includes('Azure'))
}

/** The rows of a list name only these countries. */
export async function expectCountries(
  { page, t }: Visitor,
  countries: readonly string[] | null,
): Promise<void> {
  if (!countries) return
  const names = countries.map((country) => countryName(t.locale, country))
  const rows = await page.locator('tbody tr').allInnerTexts()
  assert.ok(rows.length > 1)
  const others = rows.filter((row) => !names.some((name) => row.includes(name)))
  assert.deepEqual(others, [])
}
