import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RequestEvent } from '@sveltejs/kit'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createHandle } from './handle.ts'

const origin = 'https://customer.example.com'
let api: Server
let answer: unknown
let asked: string[]

beforeAll(async () => {
  api = createServer((request, response) => {
    asked.push(String(request.headers.authorization))
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ result: { data: answer } }))
  }).listen(0, '127.0.0.1')
  await once(api, 'listening')
  vi.stubEnv('API_URL', `http://127.0.0.1:${(api.address() as AddressInfo).port}`)
  for (const name of ['ORIGIN', 'PARTNER_URL', 'CUSTOMER_URL']) vi.stubEnv(name, origin)
  vi.stubEnv('PORT', '4102')
})
afterAll(() => {
  vi.unstubAllEnvs()
  api.close()
})
beforeEach(() => {
  answer = null
  asked = []
})

const handle = createHandle({ audience: 'customer', linkPaths: ['/invitation/'] })

/** Runs the hook for one request; the page is nothing but the html element's attributes. */
async function visit(
  path: string,
  init: RequestInit = {},
  cookies: Record<string, string> = {},
  routeId = '/',
) {
  const jar = new Map(Object.entries(cookies))
  const url = new URL(path, origin)
  const event = {
    cookies: {
      get: (name: string) => jar.get(name),
      set: (name: string, value: string) => jar.set(name, value),
      delete: (name: string) => jar.delete(name),
    },
    getClientAddress: () => '203.0.113.5',
    locals: {},
    request: new Request(url, init),
    route: { id: routeId },
    url,
  } as unknown as RequestEvent
  const response = await handle({
    event,
    resolve: async (_event, options) =>
      new Response(await options?.transformPageChunk?.({ html: '<html %entente.html%>', done: true })),
  })
  return { event, jar, response, html: await response.text() }
}

const session = {
  account: { id: '1', name: 'Ada', email: 'ada@contoso.test' },
  organisation: null,
  audience: 'customer',
  roles: [],
  locale: 'de',
  timeZone: null,
}
const cookie = '__Host-entente-global-customer'

test('S13 a path with a token never leaves as a referrer and is never stored', async () => {
  const { response } = await visit('/invitation/abc')
  expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect((await visit('/sign-in')).response.headers.get('referrer-policy')).toBe('same-origin')
})

test('every answer carries the security headers, and a policy where the page brings none', async () => {
  const { headers } = (await visit('/')).response
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('strict-transport-security')).toContain('max-age=')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('U23 the choice comes before the account, the account before the browser, the browser before the cloud', async () => {
  const accept = { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } }
  expect((await visit('/')).html).toContain('lang="en"')
  expect((await visit('/', accept)).html).toContain('lang="zh-CN"')
  answer = session
  expect((await visit('/', accept, { [cookie]: 't' })).html).toContain('lang="de"')
  expect((await visit('/', accept, { [cookie]: 't', 'entente-language': 'en' })).html).toContain('lang="en"')
})

test('U20 the chosen theme stands in the first byte of the page', async () => {
  expect((await visit('/', {}, { 'entente-theme': 'dark' })).html).toContain('data-theme="dark"')
  expect((await visit('/', {}, { 'entente-theme': '"><script>' })).html).toContain('data-theme="system"')
})

test('a session is asked for with its token only, and forgotten once it is over', async () => {
  await visit('/')
  expect(asked).toEqual([])
  answer = session
  const signedIn = await visit('/', {}, { [cookie]: 'secret' })
  expect(asked).toEqual(['Bearer secret'])
  expect(signedIn.event.locals.session).toEqual(session)
  expect(signedIn.response.headers.get('cache-control')).toBe('no-store')
  answer = null
  const over = await visit('/', {}, { [cookie]: 'secret' })
  expect(over.event.locals.session).toBeNull()
  expect(over.jar.has(cookie)).toBe(false)
})

test('a page for signed-in people sends others to sign in and back', async () => {
  await expect(visit('/people?from=mail', {}, {}, '/(signed-in)/people')).rejects.toMatchObject({
    status: 303,
    location: '/sign-in?return=%2Fpeople%3Ffrom%3Dmail',
  })
})

test('S11 a post from another origin is refused, whatever its content type', async () => {
  const post = (sender: string | undefined) => ({
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json', ...(sender ? { origin: sender } : {}) },
  })
  for (const sender of ['https://evil.example', 'null', undefined, `${origin}.evil.example`]) {
    await expect(visit('/theme', post(sender))).rejects.toMatchObject({ status: 403 })
  }
  expect((await visit('/theme', post(origin))).response.status).toBe(200)
})

test('without the API nobody is taken for signed out', async () => {
  answer = undefined
  const spy = vi.spyOn(console, 'error').mockImplementation(() => {})
  api.close()
  api.closeAllConnections()
  await expect(visit('/', {}, { [cookie]: 'secret' })).rejects.toMatchObject({ status: 503 })
  expect(spy.mock.calls.join()).not.toContain('secret')
  spy.mockRestore()
})
