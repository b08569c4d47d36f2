import { translatorFor } from '@entente/i18n/server'
import type { HttpError, RequestEvent } from '@sveltejs/kit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { origin, startFakeApi, visitor } from '../testing/visit.ts'
import { createApi } from './api.ts'
import { formValues } from './form.ts'
import { createHandle } from './handle.ts'
import { createHandleError } from './handle-error.ts'
import { siteSettings } from './settings.ts'

const visit = visitor(createHandle({ audience: 'customer', linkPaths: ['/invitation/'] }))
const handleError = createHandleError('test-site')
const cookies = { '__Host-entente-global-customer': 'token-of-the-session' }

const post = (values: [string, string][] | string, headers: Record<string, string> = {}) => ({
  method: 'POST',
  body: typeof values === 'string' ? values : new URLSearchParams(values).toString(),
  headers: { origin, 'content-type': 'application/x-www-form-urlencoded', ...headers },
})

const typed: [string, string][] = [
  ['idempotencyKey', '0198f2aa-0000-7000-8000-000000000001'],
  ['reason', 'Line one\nline "two" <script>alert(1)</script> & \'more\''],
  ['service', 'azure'],
  ['service', 'intune'],
]

/** The fields of a page's only form, as a browser would read them. */
const fieldsOf = (html: string) =>
  [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name, value]) => [
    plain(name ?? ''),
    plain(value ?? ''),
  ])
const plain = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => void vi.restoreAllMocks())

describe('while the API is unavailable', () => {
  beforeAll(async () => (await startFakeApi()).stop())

  test('U16 a posted form comes back complete, with the same action and the same key', async () => {
    const { response, html } = await visit('/invitation/abc/review?/authorize', { ...post(typed), cookies })
    expect(response.status).toBe(503)
    expect(html).toContain('<form method="POST" action="/invitation/abc/review?/authorize"')
    expect(fieldsOf(html)).toEqual(typed)
    expect(html).toContain('Try again')
    expect(html).not.toContain('<script')
  })

  test('U-07 U16 the page is in the language of the person and shows a reference', async () => {
    const german = post(typed, { 'accept-language': 'de' })
    const { event, html } = await visit('/people', { ...german, cookies })
    expect(html).toContain('<html lang="de">')
    expect(html).toContain('Noch einmal versuchen')
    expect(html).toContain(event.locals.requestId)
  })

  test('S13 the page is stored nowhere, and shows no secret again', async () => {
    const secrets: [string, string][] = [
      ['email', 'ada@contoso.test'],
      ['current', 'seven quiet harbours'],
      ['password', 'eight quiet harbours'],
      ['code', '123456'],
    ]
    const { response, html } = await visit('/account?/password', { ...post(secrets), cookies })
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(fieldsOf(html)).toEqual([
      ['email', 'ada@contoso.test'],
      ['current', ''],
      ['password', ''],
      ['code', ''],
    ])
    const notice = translatorFor('en')('common.error.kept.secrets')
    expect(html).toContain(notice)
    expect(html).not.toMatch(/quiet harbours|123456|token-of-the-session/)
    expect((await visit('/people', { ...post(typed), cookies })).html).not.toContain(notice)
  })

  test('S11 a form of another site gets no page that would send it again', async () => {
    for (const sender of ['https://evil.example', 'null']) {
      const forged = visit('/people', { ...post(typed, { origin: sender }), cookies })
      await expect(forged).rejects.toMatchObject({ status: 403 })
    }
  })

  test('S9 the form never posts to another site', async () => {
    const { html } = await visit(`${origin}//evil.example/people`, { ...post(typed), cookies })
    expect(html).toContain('action="/evil.example/people"')
  })

  test('a body that no form of the sites sends is not kept: too large, with files, or empty', async () => {
    const boundary = 'multipart/form-data; boundary=x'
    for (const odd of [post(`a=${'x'.repeat(300_000)}`), post('x', { 'content-type': boundary }), post('')])
      await expect(visit('/people', { ...odd, cookies })).rejects.toMatchObject({ status: 503 })
  })

  test('a script gets the form as data, for the error page of the site', async () => {
    const asked = { ...post(typed, { accept: 'application/json' }), cookies }
    let event: RequestEvent | undefined
    const watched = visitor((input) => {
      event = input.event
      return createHandle({ audience: 'customer', linkPaths: [] })(input)
    })
    const thrown = await watched('/requests/new?/send', asked).catch((cause: HttpError) => cause)
    if (thrown instanceof Error || !('body' in thrown) || !event) throw new Error('no expected error')
    const shown = await handleError({ kind: 'app', error: thrown.body, event })
    expect(shown).toMatchObject({ posted: { action: '/requests/new?/send', fields: typed } })
  })

  test('U16 an action that cannot reach the API passes the form to the error page', async () => {
    const { API_URL: url, SITE_SECRET: secret } = siteSettings()
    const api = createApi(
      { url, secret },
      {
        ...{ token: undefined, clientAddress: '203.0.113.5', requestId: 'r', locale: 'en' },
      },
    )
    const page = async (event: RequestEvent) => {
      const error: unknown = await api.session.current.query().catch((cause: unknown) => cause)
      return Response.json(await handleError({ kind: 'unknown', error, event }))
    }
    const { html } = await visit('/sign-up', { ...post(typed), page })
    expect(JSON.parse(html)).toMatchObject({ status: 503, posted: { action: '/sign-up', fields: typed } })
  })
})

describe('while the API responds', () => {
  let api: Awaited<ReturnType<typeof startFakeApi>>
  beforeAll(async () => {
    api = await startFakeApi()
  })
  afterAll(() => api.stop())

  test('U16 a fault in the action keeps the form too, although the action has read it', async () => {
    const page = async (event: RequestEvent) => {
      const { reason } = await formValues(event.request)
      const shown = await handleError({ kind: 'unknown', error: new Error(`A fault`), event })
      return Response.json({ reason, shown })
    }
    const { response, html } = await visit('/people', { ...post(typed), page })
    expect(JSON.parse(html)).toMatchObject({
      reason: typed[1]?.[1],
      shown: { status: 500, posted: { action: '/people', fields: typed, lacksSecrets: false } },
    })
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('an expected error does not keep the form', async () => {
    const page = async (event: RequestEvent) =>
      Response.json(await handleError({ kind: 'app', error: { status: 404, message: 'Not Found' }, event }))
    const { html } = await visit('/people', { ...post(typed), page })
    expect(JSON.parse(html)).not.toHaveProperty('posted')
  })
})
