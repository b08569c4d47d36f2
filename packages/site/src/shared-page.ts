import type { RequestEvent } from '@sveltejs/kit'
import { opensPage } from './activity.ts'
import { codingFor } from './compress.ts'

type Kept = { body: ArrayBuffer; headers: [string, string][]; madeAt: number }
type Answer = (event: RequestEvent, make: () => Promise<Response>) => Promise<Response>

// Shorter than it takes to open a page: what has changed is shown as it was for no longer.
const keptForMs = 1000
const keptMax = 500

/**
 * Answers visitors who bring no cookie with a page of these routes that another such visitor got within the last second. A link in a
 * campaign is opened by many at once, and they see the same, but for the language. Only a whole page is kept: no
 * refusal, nothing that sets a cookie, and no nonce.
 */
export function sharedPages(routes: readonly string[]): Answer {
  const kept = new Map<string, Kept>()
  return async (event, make) => {
    const { locals, request, route, url } = event
    const isShared =
      routes.includes(route.id ?? '') &&
      request.method === 'GET' &&
      !event.isDataRequest &&
      opensPage(request) &&
      !request.headers.has('cookie')
    if (!isShared) return make()
    const key = JSON.stringify([url.pathname, url.search, locals.locale, codingFor(request)])
    const page = kept.get(key)
    if (page && performance.now() - page.madeAt < keptForMs) {
      const response = new Response(page.body, { headers: page.headers })
      response.headers.set('x-request-id', locals.requestId)
      return response
    }
    const response = await make()
    if (!isWhole(response)) return response
    const body = await response.arrayBuffer()
    if (kept.size >= keptMax) kept.clear()
    kept.set(key, { body, headers: [...response.headers], madeAt: performance.now() })
    return new Response(body, { headers: response.headers })
  }
}

const isWhole = ({ status, headers }: Response): boolean =>
  status === 200 &&
  !headers.has('set-cookie') &&
  headers.get('content-type')?.startsWith('text/html') === true &&
  !headers.get('content-security-policy')?.includes("'nonce-")
