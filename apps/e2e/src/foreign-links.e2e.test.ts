// Links to other hosts in a partner's mail, from the draft to the mailbox, without JavaScript.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { press, says } from '../testing/enrolment.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

test('S10 a link to another website is sent only once its sender has confirmed it, and the mail says whose it is', async () => {
  const partner = await world.partner()
  const page = await world.pageOf('partner', partner.person, { javaScriptEnabled: false })
  const url = 'https://www.contoso.example/offer'
  const to = `ada@links-${Date.now()}.example`
  await page.goto('/requests/new')
  await page.getByLabel('Paragraph 1', { exact: true }).fill(`Dear Ada, see ${url}.`)
  await page.getByLabel('Recipients').fill(to)
  await press(page, 'Send for me')
  await says(page, 'Your text has a link to another website.')
  await page.getByText('www.contoso.example', { exact: true }).waitFor()
  await page.getByText(url, { exact: true }).waitFor()
  const confirm = page.getByLabel('This link is correct and ours')
  expect(await confirm.isChecked()).toBe(false)
  await confirm.check()
  await press(page, 'Send for me')
  await page.waitForURL(/\/requests\/[0-9a-f-]+\?sent/)
  await world.sendNow(to)
  const mail = await world.mails.arrival(to, /./)
  expect(mail.text).toContain(`The following link is from ${partner.legalName}`)
})

test('S10 only an operator admin decides in the console whether such links may be sent', async () => {
  const page = await world.pageOf('operator', await world.operator('operator_admin'))
  await page.goto('/settings')
  const allowed = page.getByLabel('Allow links to other websites')
  expect(await allowed.isChecked()).toBe(true)
  // Saved as it is: tests that run at the same time send such links.
  await press(page, 'Save')
  await says(page, 'The settings are saved.')
  const reviewer = await world.pageOf('operator', await world.operator('enrolment_reviewer'))
  expect((await reviewer.goto('/settings'))?.status()).toBe(403)
})
