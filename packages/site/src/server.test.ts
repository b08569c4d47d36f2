import { once } from 'node:events'
import { type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
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
  })
  server = createSiteServer((incoming, response) => {
    seen = incoming.headers
    response.end('page')
  }, settings).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => server.close())

/** Sends a request with exactly these headers; `fetch` does not let a test set another host. */
async function send(path: string, headers: Record<string, string>): Promise<number | undefined> {
  const { port } = server.address() as AddressInfo
  const outgoing = request({ host: '127.0.0.1', port, path, headers })
  outgoing.end()
  const [response] = await once(outgoing, 'response')
  response.resume()
  await once(response, 'end')
  return response.statusCode
}

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
    'x-forwarded-for': '198.51.100.1',
    'x-forwarded-host': 'evil.example',
    'x-real-ip': '198.51.100.1',
    'x-entente-client-address': '198.51.100.1',
    'x-entente-protocol': 'http',
    'x-entente-site-secret': siteSecret,
  })
  expect(seen).toMatchObject({
    host: 'partner.example.com',
    'x-entente-client-address': '127.0.0.1',
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
