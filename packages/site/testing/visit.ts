// Runs a site's hooks without SvelteKit: one request through `handle`, and an API whose results a test sets.
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RequestEvent } from '@sveltejs/kit'
import type { Handle } from '@sveltejs/kit/hooks'
import { vi } from 'vitest'

export const origin = 'https://customer.example.com'
export const siteSecret = 'wJ8mT4vZ1yQ6xK0bN3cR7dF2gH5jL9pS-uA_eIoWtYk'

export type FakeApi = {
  /** The result of every procedure. */
  answer: unknown
  /** The results of single procedures, by name. */
  answers: Record<string, unknown>
  /** The mark of the caller's session, which the API tells with every answer. */
  mark: string | undefined
  /** The headers of every request since a test emptied this list. */
  requests: IncomingHttpHeaders[]
  stop: () => Promise<void>
}

/** The site's settings are read once per process, so every fake API in a process has the same port. */
let port = 0

/** Starts a fake API and sets the environment of a site that uses it. */
export async function startFakeApi(): Promise<FakeApi> {
  const server = createServer((request, response) => {
    fake.requests.push(request.headers)
    const procedure = new URL(request.url ?? '', origin).pathname.replace('/trpc/', '')
    const data = procedure in fake.answers ? fake.answers[procedure] : fake.answer
    const body = JSON.stringify({ result: { data } })
    if (fake.mark) response.setHeader('x-entente-session', fake.mark)
    response.setHeader('content-type', 'application/json').end(body)
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  vi.stubEnv('API_URL', `http://127.0.0.1:${port}`)
  for (const name of ['ORIGIN', 'PARTNER_URL', 'CUSTOMER_URL']) vi.stubEnv(name, origin)
  vi.stubEnv('PORT', '4102')
  vi.stubEnv('SITE_SECRET', siteSecret)
  const fake: FakeApi = {
    answer: null,
    answers: {},
    mark: undefined,
    requests: [],
    async stop() {
      if (!server.listening) return
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return fake
}

type Visit = RequestInit & {
  cookies?: Record<string, string>
  routeId?: string
  /** The response behind the hook; by default a page with nothing but the html element's attributes. */
  page?: (event: RequestEvent) => Promise<Response>
}

/** Returns a function that runs the hook for one request. */
export const visitor =
  (handle: Handle) =>
  async (path: string, { cookies = {}, routeId = '/', page, ...init }: Visit = {}) => {
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
      resolve: async ({ cookies }, options) => {
        // As SvelteKit does, for a `delete` too.
        cookies.set = cookies.delete = () => {
          throw new Error('cookies_set_after_response')
        }
        return (
          (await page?.(event)) ??
          new Response(await options?.transformPageChunk?.({ html: '<html %entente.html%>', done: true }), {
            headers: { 'content-type': 'text/html' },
          })
        )
      },
    })
    return { event, jar, response, html: await response.text() }
  }
