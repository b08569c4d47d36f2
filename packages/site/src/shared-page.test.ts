import type { RequestEvent } from '@sveltejs/kit'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sharedPages } from './shared-page.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const route = '/(invitation)/invitation/[token]'
const answer = sharedPages([route])
const html = { 'content-type': 'text/html; charset=utf-8' }
let visits = 0

type Visit = {
  path: string
  headers?: Record<string, string>
  locale?: string
  routeId?: string
  init?: RequestInit
}

/** Opens a page; `made` is what the site would answer this visitor. */
async function visit(
  { path, headers = {}, locale = 'en', routeId = route, init = {} }: Visit,
  made: () => Response = () => new Response(`made for ${visits}`, { headers: html }),
) {
  const url = new URL(path, 'https://customer.example.com')
  const requestId = `request ${++visits}`
  const event = {
    ...{ url, isDataRequest: false, route: { id: routeId }, locals: { locale, requestId } },
    request: new Request(url, { ...init, headers: { accept: 'text/html', ...headers } }),
  } as unknown as RequestEvent
  const make = vi.fn(async () => {
    const response = made()
    response.headers.set('x-request-id', requestId)
    return response
  })
  const response = await answer(event, make)
  return {
    isShared: make.mock.calls.length === 0,
    text: await response.text(),
    status: response.status,
    isItsOwn: response.headers.get('x-request-id') === requestId,
  }
}

test('visitors without a cookie share a page for a second, each response with its own id', async () => {
  const first = await visit({ path: '/invitation/a' })
  expect(first).toMatchObject({ isShared: false, isItsOwn: true })
  vi.advanceTimersByTime(900)
  const second = await visit({ path: '/invitation/a' })
  expect(second).toEqual({ ...first, isShared: true })
  vi.advanceTimersByTime(100)
  expect((await visit({ path: '/invitation/a' })).isShared).toBe(false)
})

test.each([
  ['another link', { path: '/invitation/c' }],
  ['another query', { path: '/invitation/b?from=mail' }],
  ['another language', { path: '/invitation/b', locale: 'de' }],
  ['another encoding', { path: '/invitation/b', headers: { 'accept-encoding': 'gzip' } }],
  [
    'any cookie, such as a session’s',
    { path: '/invitation/b', headers: { cookie: 'entente-global-customer=1' } },
  ],
  ['a script that asks', { path: '/invitation/b', headers: { accept: '*/*' } }],
  ['a form', { path: '/invitation/b', init: { method: 'POST' } }],
  ['another page', { path: '/invitation/b', routeId: '/(invitation)/invitation/[token]/review' }],
] as const)('a page is not shared with %s', async (_, other) => {
  await visit({ path: '/invitation/b' })
  expect((await visit(other)).isShared).toBe(false)
  // Nor is what that visitor got shown to the next.
  expect((await visit({ path: '/invitation/b' })).text).not.toBe('somebody’s')
  await visit(other, () => new Response('somebody’s', { headers: html }))
  expect((await visit({ path: '/invitation/b' })).text).not.toBe('somebody’s')
})

test.each([
  ['a link that was revoked', () => new Response('revoked', { status: 410, headers: html })],
  ['a page that sets a cookie', () => new Response('x', { headers: { ...html, 'set-cookie': 'a=1' } })],
  [
    'a page with a nonce',
    () => new Response('x', { headers: { ...html, 'content-security-policy': "script-src 'nonce-abc'" } }),
  ],
  ['what is no page', () => new Response('{}', { headers: { 'content-type': 'application/json' } })],
])('%s is not kept', async (name, made) => {
  const path = `/invitation/${encodeURIComponent(name)}`
  await visit({ path }, made)
  expect((await visit({ path })).isShared).toBe(false)
})

test('however many links are opened, few pages are kept', async () => {
  for (let number = 0; number < 600; number++) await visit({ path: `/invitation/${number}` })
  expect((await visit({ path: '/invitation/0' })).isShared).toBe(false)
  expect((await visit({ path: '/invitation/599' })).isShared).toBe(true)
})
