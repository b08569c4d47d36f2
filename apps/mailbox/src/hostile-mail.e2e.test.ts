import { launchBrowser, newPage } from '@entente/testkit/browser'
import { waitFor } from '@entente/testkit/wait'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMailbox, type TestMailbox } from '../testing/mailbox.ts'
import { postMail } from '../testing/post.ts'

let browser: Browser
let mailbox: TestMailbox
beforeAll(async () => {
  browser = await launchBrowser()
  mailbox = await startMailbox()
})
afterAll(async () => {
  await browser?.close()
  await mailbox?.close()
})

const attack =
  "fetch('/api/messages');top.document.title='taken';document.title='taken';document.body.append('taken')"

const hostile = `From: "<img src=x onerror=&quot;${attack}&quot;>" <a@b.example>
Subject: </title><script>${attack}</script>
Content-Type: text/html; charset=utf-8

<html><head><meta http-equiv="refresh" content="0;url=/api/messages"><base href="https://evil.example/"></head>
<body onload="${attack}"><h1>Hello</h1><script>${attack}</script><img src=x onerror="${attack}">
<svg onload="${attack}"></svg><iframe srcdoc="<script>${attack}</script>"></iframe>
<form action="/api/messages" id="f"><button>Go</button></form><a href="javascript:${attack}">Click</a></body></html>`

/** What the browser says when it meets the attacks of the mail: only then is it sure that they did nothing. */
const refusals = [
  'Refused to execute the redirect',
  "base URI to 'https://evil.example/' violates",
  "Blocked script execution in 'http:",
  "Blocked script execution in 'about:srcdoc'",
  'Loading the image',
]
const refusalsOfClicks = ['Blocked form submission', 'Running the JavaScript URL violates']

const untilSaid = (said: string[], wanted: string[]) =>
  waitFor(() => wanted.every((start) => said.some((text) => text.includes(start))), {
    ...{ timeoutMs: 10_000, what: 'the browser to refuse every attack' },
  })

test('a hostile mail shows its text and runs no script, framed or opened alone', async () => {
  await postMail(mailbox.smtpPort, hostile)
  const page = await newPage(browser)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))

  await page.goto(mailbox.url)
  await page.getByRole('main').getByRole('link').click()
  await page.getByRole('link', { name: 'HTML', exact: true }).click()
  const frame = page.frameLocator('iframe')
  await frame.getByRole('heading', { name: 'Hello' }).waitFor()
  await frame.getByRole('button', { name: 'Go' }).click()
  await frame.getByRole('link', { name: 'Click' }).click()
  await untilSaid(said, [...refusals, ...refusalsOfClicks])
  expect(await frame.getByText('taken').count()).toBe(0)
  await page.getByRole('link', { name: 'Raw', exact: true }).click()
  expect(await page.title()).not.toBe('taken')

  const [mail] = await (await fetch(`${mailbox.url}/api/messages`)).json()
  said.length = 0
  await page.goto(`${mailbox.url}/messages/${mail.id}/html`)
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  await untilSaid(said, refusals)
  expect(await page.getByText('taken').count()).toBe(0)
  expect(asked).not.toContain('/api/messages')
})

test('a link in the HTML part opens in a new tab', async () => {
  await postMail(mailbox.smtpPort, `Content-Type: text/html\n\n<a href="${mailbox.url}/healthz">Continue</a>`)
  const page = await newPage(browser)
  const [mail] = await (await fetch(`${mailbox.url}/api/messages`)).json()
  await page.goto(`${mailbox.url}/messages/${mail.id}`)
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    page.frameLocator('iframe').getByRole('link', { name: 'Continue' }).click(),
  ])
  await tab.getByText('ok').waitFor()
})

test('an open list shows a new mail without a reload', async () => {
  const page = await newPage(browser)
  await page.goto(mailbox.url)
  await postMail(mailbox.smtpPort, 'Subject: Just now\n\nx')
  await page.getByRole('link', { name: 'Just now' }).waitFor()
})
