import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { siteSecret } from '../testing/visit.ts'
import { createSiteServer } from './server.ts'
import { readSettings } from './settings.ts'

let seen: IncomingHttpHeaders
let server: Server

beforeAll(async () => {
  const settings = readSettings({
    API_URL: 'http://127.0.0.1:1',
    SITE_SECRET: siteSecret,
    ORIGIN: 'https://partner.example.com',
    PARTNER_URL: 'https://partner.example.com',
    CUSTOMER_URL: 'https://customer.example.com',
    PORT: '1',
    TRUSTED_PROXIES: '127.0.0.1',
    REQUESTS_PER_MINUTE: '60',
  })
  server = createSiteServer((incoming, response) => {
    seen = incoming.headers
    response.end('page')
  }, settings).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => server.close())

/** Sends a request with exactly these headers; `fetch` does not let a test set another host. */
async function visit(path: string, headers: Record<string, string>, method = 'GET') {
  const { port } = server.address() as AddressInfo
  const outgoing = request({ host: '127.0.0.1', port, path, headers, method })
  outgoing.end()
  const [response] = await once(outgoing, 'response')
  const { statusCode, headers: answered } = response as IncomingMessage
  return { status: statusCode, headers: answered, page: await text(response) }
}
const send = async (path: string, headers: Record<string, string>) => (await visit(path, headers)).status

test('a request for another host is misdirected', async () => {
  expect(await send('/', { host: 'evil.example' })).toBe(421)
  expect(await send('/', { host: 'customer.example.com' })).toBe(421)
  expect(await send('/', { host: 'PARTNER.example.com:443' })).toBe(200)
})

test('a probe is answered whatever host it names', async () => {
  expect(await send('/healthz', { host: '10.0.0.9:4101' })).toBe(200)
})

test('headers that only a proxy or this server may set are not accepted from a client', async () => {
  await send('/', {
    host: 'partner.example.com',
    'x-forwarded-for': '203.0.113.5',
    'x-forwarded-host': 'evil.example',
    'x-real-ip': '198.51.100.1',
    'x-entente-client-address': '198.51.100.1',
    'x-entente-protocol': 'http',
    'x-entente-site-secret': siteSecret,
  })
  expect(seen).toMatchObject({
    host: 'partner.example.com',
    'x-entente-client-address': '203.0.113.5',
    'x-entente-protocol': 'https',
  })
  expect(Object.keys(seen).filter((name) => /^x-(forwarded|real-ip|entente-site)/.test(name))).toEqual([])
})

test('S11 a null origin becomes ours only if the browser says that the form is ours', async () => {
  const host = 'partner.example.com'
  await send('/', { host, origin: 'null', 'sec-fetch-site': 'same-origin' })
  expect(seen.origin).toBe('https://partner.example.com')
  for (const site of ['cross-site', 'same-site', 'none']) {
    await send('/', { host, origin: 'null', 'sec-fetch-site': site })
    expect(seen.origin).toBe('null')
  }
  await send('/', { host, origin: 'null' })
  expect(seen.origin).toBe('null')
  await send('/', { host, origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' })
  expect(seen.origin).toBe('https://evil.example')
})

test("another site's cookies of 60 kB keep nobody out", async () => {
  expect(await send('/', { host: 'partner.example.com', cookie: `other=${'x'.repeat(60_000)}` })).toBe(200)
})

test.each([
  ['de-AT,de;q=0.9', 'de', 'Löschen Sie'],
  ['zh-Hans-CN', 'zh-CN', '请在浏览器设置中删除'],
  ['fr', 'en', 'Delete the cookies'],
])('U16 larger cookies get a page that says so, in the language of %s', async (wanted, locale, words) => {
  for (const size of [70_000, 1_500_000]) {
    const headers = { host: 'partner.example.com', 'accept-language': wanted }
    const {
      status,
      headers: answered,
      page,
    } = await visit('/', { ...headers, cookie: `other=${'x'.repeat(size)}` })
    expect({ status, type: answered['content-type'] }).toEqual({
      status: 431,
      type: 'text/html; charset=utf-8',
    })
    expect(answered['content-security-policy']).toContain("default-src 'none'")
    expect(page).toMatch(/lang="(de|en|zh-CN)"/)
    if (size === 70_000) {
      expect(page).toContain(`lang="${locale}"`)
      expect(page).toContain(words)
      expect(page).toContain('partner.example.com')
    }
  }
})

test('what is no request is answered as before', async () => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.end('nonsense\r\n\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/)
})

test('an address that asks too often is refused for a while, in its language, and no other address is', async () => {
  const host = 'partner.example.com'
  const busy = { host, accept: 'text/html', 'accept-language': 'de', 'x-forwarded-for': '198.51.100.7' }
  // A form counts as ten.
  for (let count = 0; count < 5; count++) expect((await visit('/', busy, 'POST')).status).toBe(200)
  for (let count = 0; count < 10; count++) expect(await send('/', busy)).toBe(200)
  const refused = await visit('/', busy)
  expect(refused).toMatchObject({ status: 429, headers: { 'cache-control': 'no-store' } })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect(refused.page).toContain('<html lang="de">')
  expect(refused.page).toContain('Zu viele Zugriffe')
  const chosen = await visit('/', { ...busy, cookie: 'a=1; entente-language=zh-CN' })
  expect(chosen.page).toContain('请求过多')
  const scripted = await visit('/people/__data.json', { ...busy, accept: '*/*' })
  expect(JSON.parse(scripted.page)).toMatchObject({ type: 'error', status: 429 })
  expect(await send('/_app/immutable/start.js', busy)).toBe(200)
  expect(await send('/', { ...busy, 'x-forwarded-for': '198.51.100.8' })).toBe(200)
})

test('all addresses of one IPv6 connection ask as one, with a port or without', async () => {
  const from = (address: string) => send('/', { host: 'partner.example.com', 'x-forwarded-for': address })
  for (let count = 0; count < 60; count++) expect(await from(`2001:db8:7::${count}`)).toBe(200)
  expect(await from('[2001:db8:7::ffff]:49152')).toBe(429)
  expect(await from('2001:db8:7:1::1')).toBe(200)
})
