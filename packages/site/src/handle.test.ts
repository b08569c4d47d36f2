import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { origin, startFakeApi, visitor } from '../testing/visit.ts'
import { createHandle } from './handle.ts'

const api = await startFakeApi()
afterAll(() => api.stop())
beforeEach(() => {
  api.answer = null
  api.answers = {}
  api.mark = undefined
  api.requests = []
})

const visit = visitor(createHandle({ audience: 'customer', linkPaths: ['/invitation/'] }))

const session = {
  account: { id: '1', name: 'Ada', email: 'ada@contoso.test' },
  organisation: null,
  audience: 'customer',
  roles: [],
  locale: 'de',
  timeZone: null,
}
const cookie = '__Host-entente-global-customer'

test('S13 a path with a token is never sent as a referrer and never cached', async () => {
  const { response } = await visit('/invitation/abc')
  expect(response.headers.get('referrer-policy')).toBe('no-referrer, strict-origin')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect((await visit('/sign-in')).response.headers.get('referrer-policy')).toBe('same-origin')
})

test('every response has the security headers, and a content policy even if the page sets none', async () => {
  const { headers } = (await visit('/')).response
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('strict-transport-security')).toContain('max-age=')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('U23 a chosen language wins over the account, the account over the browser, the browser over the cloud', async () => {
  const accept = { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } }
  expect((await visit('/')).html).toContain('lang="en"')
  expect((await visit('/', accept)).html).toContain('lang="zh-CN"')
  api.answer = session
  expect((await visit('/', { ...accept, cookies: { [cookie]: 't' } })).html).toContain('lang="de"')
  expect(
    (await visit('/', { ...accept, cookies: { [cookie]: 't', 'entente-language': 'en' } })).html,
  ).toContain('lang="en"')
})

test('U23 a choice of language is in its own response, kept for the next one, and told to the account', async () => {
  api.answers = { 'session.current': session }
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin }
  const post = { method: 'POST', body: 'name=Ada', headers: form, cookies: { [cookie]: 't' } }
  const { event, html, jar } = await visit('/people/1?/role&entente-language=zh-CN', post)
  expect(html).toContain('lang="zh-CN"')
  expect(jar.get('entente-language')).toBe('zh-CN')
  expect(event.locals.isChoice).toBe(true)
  expect(api.requests.length).toBe(2)
})

test('U23 a choice without a form leads back to the page, on this site, and an unknown one is refused', async () => {
  const post = { method: 'POST', headers: { origin } }
  const back = (location: string) => ({ status: 303, location })
  await expect(visit('/people?a=b&entente-theme=dark', post)).rejects.toMatchObject(back('/people?a=b'))
  await expect(visit(`${origin}//evil.example?entente-theme=dark`, post)).rejects.toMatchObject(back('/'))
  await expect(visit('/?entente-theme=pink', post)).rejects.toMatchObject({ status: 400 })
  expect((await visit('/?entente-theme=dark')).jar.get('entente-theme')).toBeUndefined()
})

test('U20 the server renders the chosen theme into the page', async () => {
  expect((await visit('/', { cookies: { 'entente-theme': 'dark' } })).html).toContain('data-theme="dark"')
  expect((await visit('/', { cookies: { 'entente-theme': '"><script>' } })).html).toContain(
    'data-theme="system"',
  )
})

test('the API is asked for a session only if there is a token, and the cookie of an ended session is deleted', async () => {
  await visit('/')
  expect(api.requests).toEqual([])
  api.answer = session
  const signedIn = await visit('/', { cookies: { [cookie]: 'secret' } })
  expect(api.requests.map(({ authorization }) => authorization)).toEqual(['Bearer secret'])
  expect(signedIn.event.locals.session).toEqual(session)
  expect(signedIn.response.headers.get('cache-control')).toBe('no-store')
  api.answer = null
  const cookies = { [cookie]: 'secret' }
  const over = await visit('/', { cookies, headers: { accept: 'text/html' } })
  expect(over.event.locals.session).toBeNull()
  expect(over.jar.has(cookie)).toBe(false)
  const poll = await visit('/', { cookies, headers: { accept: '*/*' } })
  expect(poll.jar.has(cookie)).toBe(true)
})

test('the API learns that nobody causes a poll, so that it keeps no session alive', async () => {
  const isMarked = async (accept: string) => {
    api.requests = []
    await visit('/', { cookies: { [cookie]: 'secret' }, headers: { accept } })
    return api.requests.map((headers) => headers['x-entente-background'])
  }
  expect(new Set(await isMarked('*/*'))).toEqual(new Set(['1']))
  expect(new Set(await isMarked('text/html'))).toEqual(new Set([undefined]))
})

test('a page that needs a session sends others to sign in and back', async () => {
  await expect(visit('/people?from=mail', { routeId: '/(signed-in)/people' })).rejects.toMatchObject({
    status: 303,
    location: '/sign-in?return=%2Fpeople%3Ffrom%3Dmail',
  })
})

test('R-116 until a temporary password is changed, every page leads to the one that changes it', async () => {
  api.answers = { 'session.waiting': { awaits: 'password_change' } }
  const cookies = { [cookie]: 'waits' }
  const change = { status: 303, location: '/sign-in/change-password?return=%2F' }
  for (const path of ['/', '/sign-in', '/sign-in/second-factor', '/reset', '/people', '/invitation/abc'])
    await expect(visit(path, { cookies })).rejects.toMatchObject(change)
  await expect(visit('/people', { cookies, routeId: '/(signed-in)/people' })).rejects.toMatchObject(change)
  const post = { method: 'POST', headers: { origin } }
  await expect(visit('/account', { cookies, ...post })).rejects.toMatchObject(change)
  for (const path of ['/sign-in/change-password', '/sign-in/change-password?return=%2F', '/sign-out'])
    expect((await visit(path, { cookies })).response.status).toBe(200)
  api.answers = { 'session.waiting': { awaits: 'second_factor' } }
  expect((await visit('/sign-in', { cookies })).response.status).toBe(200)
})

test('S11 a post from another origin is refused, whatever its content type', async () => {
  const post = (sender: string | undefined) => ({
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json', ...(sender ? { origin: sender } : {}) },
  })
  for (const sender of ['https://evil.example', 'null', undefined, `${origin}.evil.example`]) {
    await expect(visit('/people', post(sender))).rejects.toMatchObject({ status: 403 })
  }
  expect((await visit('/people', post(origin))).response.status).toBe(200)
})

/** A page for people who are signed in, which shows whose it is and asks the API for its own data. */
const ownPage = (token: string, asks = true) =>
  visit('/people', {
    ...{ routeId: '/(signed-in)/people', cookies: { [cookie]: token }, headers: { accept: 'text/html' } },
    page: async ({ locals }) => {
      const data = asks ? await locals.api.people.list.query() : null
      return new Response(`<p>${locals.session?.account.name} ${JSON.stringify(data)}</p>`)
    },
  })
const named = (name: string) => ({ ...session, account: { ...session.account, name } })

test('a page asks once for the session and its data where the session is known and still the same', async () => {
  api.answers = { 'session.current': named('Ada'), 'people.list': ['Grace'] }
  api.mark = 'first'
  expect((await ownPage('known')).html).toBe('<p>Ada ["Grace"]</p>')
  expect(api.requests.length).toBe(2)
  expect((await ownPage('known')).html).toBe('<p>Ada ["Grace"]</p>')
  expect(api.requests.length).toBe(3)
})

test('a session that changed is seen by the next page, also by one that asks the API for nothing else', async () => {
  for (const asks of [true, false]) {
    const token = `changed ${asks}`
    api.answers = { 'session.current': named('Ada'), 'people.list': [] }
    api.mark = 'first'
    await ownPage(token, asks)
    api.answers['session.current'] = named('Ada Lovelace')
    api.mark = 'second'
    expect((await ownPage(token, asks)).html).toContain('<p>Ada Lovelace ')
    api.requests = []
    expect((await ownPage(token, asks)).html).toContain('<p>Ada Lovelace ')
    expect(api.requests.length).toBe(1)
  }
})

test('S1 nobody gets the session of another token, nor a session that ended', async () => {
  api.answers = { 'session.current': named('Ada'), 'people.list': [] }
  api.mark = 'first'
  await ownPage('hers')
  api.answers['session.current'] = null
  api.mark = 'none'
  for (const token of ['hers', 'another'])
    await expect(ownPage(token)).rejects.toMatchObject({ status: 303, location: '/sign-in?return=%2Fpeople' })
})

test('a form asks for the session first, and so does the next page', async () => {
  api.answers = { 'session.current': named('Ada'), 'people.list': [] }
  api.mark = 'first'
  await ownPage('form')
  api.requests = []
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin }
  const post = { method: 'POST', body: 'name=Ada', headers: form, cookies: { [cookie]: 'form' } }
  await visit('/people', { ...post, routeId: '/(signed-in)/people' })
  expect(api.requests.length).toBe(1)
  await ownPage('form')
  expect(api.requests.length).toBe(3)
})

test('without the API, nobody is treated as signed out, nor as the person of a known session', async () => {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => {})
  api.answers = { 'session.current': named('Ada') }
  api.mark = 'first'
  await ownPage('known before', false)
  await api.stop()
  await expect(ownPage('known before', false)).rejects.toMatchObject({ status: 503 })
  await expect(visit('/', { cookies: { [cookie]: 'secret' } })).rejects.toMatchObject({ status: 503 })
  expect(spy.mock.calls.join()).not.toContain('secret')
  spy.mockRestore()
})
