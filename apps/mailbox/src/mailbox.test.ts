import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMailbox, type TestMailbox } from '../testing/mailbox.ts'
import { postMail } from '../testing/post.ts'
import { createApp } from './app.ts'
import { type Mail, openMails } from './mails.ts'

let mailbox: TestMailbox
beforeAll(async () => {
  mailbox = await startMailbox()
})
afterAll(() => mailbox.close())

const messages = async (query = ''): Promise<Mail[]> =>
  (await (await fetch(`${mailbox.url}/api/messages${query}`)).json()) as Mail[]

const simple = `From: "Entente Global" <no-reply@entente.example>
To: Ada <ada@contoso.example>
Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Open https://customer.example/invitation/abc.1.def.
`

test('a received mail is listed at once for its recipient, with its parts', async () => {
  await postMail(mailbox.smtpPort, simple, ['ada@contoso.example', 'blind@contoso.example'])
  const [mail] = await messages('?to=ADA@contoso.example')
  expect(mail).toMatchObject({
    from: 'no-reply@entente.example',
    sender: 'Entente Global',
    to: ['ada@contoso.example', 'blind@contoso.example'],
    subject: 'Grüße',
    text: expect.stringContaining('Open https://customer.example'),
    html: null,
  })
  expect(mail?.headers).toContainEqual({ name: 'To', value: 'Ada <ada@contoso.example>' })
  expect(await messages('?to=nobody@contoso.example')).toEqual([])
  const one = await fetch(`${mailbox.url}/api/messages/${mail?.id}`)
  expect(await one.json()).toEqual(mail)
  expect(await (await fetch(`${mailbox.url}/api/messages/${mail?.id}/raw`)).text()).toContain(
    '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=',
  )
})

test('mails are listed newest first and survive a restart', async () => {
  for (const subject of ['first', 'second', 'third']) {
    await postMail(mailbox.smtpPort, `Subject: ${subject}\n\nx`)
  }
  const before = await messages()
  expect(before.slice(0, 3).map(({ subject }) => subject)).toEqual(['third', 'second', 'first'])
  expect((await openMails(mailbox.folder)).list()).toEqual(before)
})

test('whatever a mail holds is escaped in the pages', async () => {
  const hostile = `From: "<img src=x onerror=alert(1)>" <a@b.example>
Subject: <script>alert(1)</script>
Content-Type: text/plain

<script>alert(2)</script> https://x.example/"onmouseover="alert(3) javascript:alert(4)
`
  await postMail(mailbox.smtpPort, hostile)
  const [mail] = await messages()
  for (const path of [
    '/',
    `/messages/${mail?.id}`,
    `/messages/${mail?.id}?view=raw`,
    `/messages/${mail?.id}?view=headers`,
  ]) {
    const response = await fetch(mailbox.url + path)
    const page = await response.text()
    expect(page).not.toMatch(/<script>alert|<img|href="javascript/i)
    expect(page).not.toMatch(/<[^>]*\sonmouseover=/)
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
  }
})

test('the HTML part is only ever served inside a sandbox without scripts', async () => {
  await postMail(mailbox.smtpPort, 'Content-Type: text/html\n\n<script>alert(1)</script><b>hello</b>')
  const [mail] = await messages()
  const page = await (await fetch(`${mailbox.url}/messages/${mail?.id}?view=html`)).text()
  expect(/<iframe[^>]*sandbox="([^"]*)"/.exec(page)?.[1]).not.toContain('allow-scripts')
  const policy = (await fetch(`${mailbox.url}/messages/${mail?.id}/html`)).headers.get(
    'content-security-policy',
  )
  expect(policy).toMatch(/^sandbox /)
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/)
})

test('a foreign host name is refused, so that no web site can read live links', async () => {
  const app = createApp(await openMails(mailbox.folder))
  const ask = async (host: string) => (await app.request('/api/messages', { headers: { host } })).status
  expect(await ask('localhost:4705')).toBe(200)
  expect(await ask('evil.example')).toBe(421)
  expect(await ask('localhost.evil.example')).toBe(421)
})

test('unknown ids get a 404', async () => {
  for (const id of ['nothing', '..%2f..%2fkeys', '%00']) {
    expect((await fetch(`${mailbox.url}/api/messages/${id}`)).status).toBe(404)
    expect((await fetch(`${mailbox.url}/messages/${id}/raw`)).status).toBe(404)
  }
  const status = await new Promise((resolve) => {
    request(`${mailbox.url}/messages/../../keys.json/raw`, (response) => resolve(response.statusCode)).end()
  })
  expect(status).toBe(404)
})
