// A company changes its application after it was checked, in the portal; a reviewer decides it in the console.
import { givenApplication } from '@entente/trpc/testing/applications'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { fact, follow, pdf, press, recordCheck, says, upload } from '../testing/enrolment.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const checks = ['Established profile', 'Authority'] as const
const checkPanel = (page: Page, check: (typeof checks)[number]) =>
  page.getByRole('region', { name: check, exact: true })

test('R-082 a company that changes its name after both checks is accepted only once it is checked under that name', async () => {
  const legalName = `Harbour ${Date.now()} GmbH`
  const clock = { now: () => new Date(), forward: () => undefined }
  const { id, applicant } = await givenApplication({ ...world, clock }, { legalName })
  const console = await world.pageOf('operator', await world.operator('enrolment_reviewer'))
  const record = `/applications/${id}`
  await console.goto(record)
  for (const check of checks) await recordCheck(console, check, 'Passed')
  await console.goto(`${record}/request-documents`)
  await console.getByLabel('What you need').fill('An extract of the register')
  await press(console, 'Request documents')
  await says(console, 'Documents requested. The company is notified by e-mail.')

  const company = await world.pageOf('partner', applicant)
  await company.goto('/enrol/legal-profile')
  await company.getByLabel('Legal business name').fill(`Other ${legalName}`)
  await press(company, 'Save and continue')
  await company.goto('/enrol/documents')
  await upload(company, 'extract.pdf', pdf())
  await says(company, 'The file is saved.')
  await company.getByLabel('What did you change or add?').fill('Here is the extract.')
  await press(company, 'Send and continue the review')
  await says(company, 'Under review')

  await console.goto(record)
  for (const check of checks) {
    const panel = checkPanel(console, check)
    await panel.getByText('Changed since the last result').waitFor()
    await panel.getByRole('radio', { name: 'Open', checked: true }).waitFor()
    const name = fact(panel, 'Legal name')
    expect(await name.locator('del').textContent()).toContain(legalName)
    expect(await name.locator('ins').textContent()).toContain(`Other ${legalName}`)
    await panel.locator('ins', { hasText: 'extract.pdf' }).waitFor()
  }
  expect(await console.getByRole('button', { name: 'Accept' }).getAttribute('aria-disabled')).toBe('true')
  await says(console, /^These checks must pass before you can accept: established profile .* and authority/)

  for (const check of checks) {
    await recordCheck(console, check, 'Passed')
    await expect.poll(() => checkPanel(console, check).locator('del, ins').count()).toBe(0)
  }
  await follow(console, 'Accept')
  await press(console, 'Accept application')
  await says(console, 'Accepted. The company is notified by e-mail.')
  const companies = await world.asOwner('select legal_name from organisation where id = $1', [id])
  expect(companies).toEqual([{ legal_name: `Other ${legalName}` }])
})
