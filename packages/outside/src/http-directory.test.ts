import { afterEach, expect, test, vi } from 'vitest'
import { httpDirectory } from './http-directory.ts'

const profile = { mpnId: '4729318', name: 'Fabrikam', country: 'DE', active: true }
const answering = (status: number, body: unknown) =>
  vi.fn(
    async (_url: string | URL | Request, _init?: RequestInit) =>
      new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }),
  )
const at = (fetch: ReturnType<typeof answering>, url = 'https://directory.example/membership') =>
  httpDirectory({ url, key: 'secret-key', fetch })

afterEach(() => vi.restoreAllMocks())

test('R-092 D-24 asks as docs/membership-directory.md says, and reads the profiles', async () => {
  const fetch = answering(200, { profiles: [profile] })
  expect(await at(fetch).signIn('ada', 'pass')).toEqual({
    result: 'ok',
    profiles: [{ ...profile, incentives: [], benefits: [], competencies: [] }],
  })
  const [url, init] = fetch.mock.calls[0] ?? []
  expect(String(url)).toBe('https://directory.example/membership/sign-in')
  expect(init).toMatchObject({
    method: 'POST',
    body: '{"userName":"ada","password":"pass"}',
  })
  expect(new Headers(init?.headers).get('authorization')).toBe('Bearer secret-key')
})

test('R-091 401 is a wrong sign-in', async () => {
  expect(await at(answering(401, '')).signIn('ada', 'x')).toEqual({ result: 'wrong_credentials' })
})

test.each([
  ['another status', answering(500, '')],
  ['invalid JSON', answering(200, '<html>')],
  ['another shape', answering(200, { profiles: [{ mpnId: 'x' }] })],
])('R-080 %s counts as unavailable, and nothing of it is logged', async (_, fetch) => {
  const said = [
    ...(['debug', 'info', 'log', 'warn', 'error'] as const).map((way) => vi.spyOn(console, way)),
    ...[process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write')),
  ]
  expect(await at(fetch).signIn('ada', 'pass')).toEqual({ result: 'unavailable' })
  for (const way of said) expect(way).not.toHaveBeenCalled()
})

test('a directory that does not answer in time is unavailable', async () => {
  const never = (_url: unknown, init?: RequestInit) =>
    new Promise<Response>((_, reject) =>
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
    )
  const directory = httpDirectory({ url: 'https://directory.example', key: 'k', timeoutMs: 20, fetch: never })
  expect(await directory.signIn('ada', 'pass')).toEqual({ result: 'unavailable' })
})
