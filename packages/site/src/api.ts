import type { Locale } from '@entente/domain/core/locale'
import { traceparent } from '@entente/process/trace'
import type { AppRouter } from '@entente/trpc/router'
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'
import { apiFetch, type Init } from './api-fetch.ts'

/** The API as the sites see it: typed by its router, nothing else of it reaches a site. */
export type Api = TRPCClient<AppRouter>

type Caller = {
  token: string | undefined
  clientAddress: string
  requestId: string
  locale: Locale
  /** What the browser says it is; the API keeps a coarse label of it for the person's own list of sessions. */
  device?: string | null
}

// A page that hangs is worse than one that says so: the API answers in milliseconds or not at all.
const timeoutMs = 10_000

/** A client for one incoming request of one visitor. `url` is the API's internal origin. */
export function createApi(url: string, caller: Caller): Api {
  const trace = traceparent()
  return createTRPCClient<AppRouter>({
    links: [
      // One call, one request: a refusal of one procedure must not hide in the answer to a batch.
      httpLink({
        url: new URL('/trpc', url).href,
        fetch: (input, init) =>
          apiFetch(String(input), { ...(init as Init), signal: AbortSignal.timeout(timeoutMs) }),
        headers: {
          ...(caller.token ? { authorization: `Bearer ${caller.token}` } : {}),
          'x-entente-client-address': caller.clientAddress,
          'x-request-id': caller.requestId,
          ...(trace ? { traceparent: trace } : {}),
          'accept-language': caller.locale,
          // A browser may send any byte; a header of ours carries plain text.
          'x-entente-device': (caller.device ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, 400),
        },
      }),
    ],
  })
}
