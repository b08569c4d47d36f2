import type { Locale } from '@entente/domain/core/locale'
import { traceparent } from '@entente/process/trace'
import type { AppRouter } from '@entente/trpc/router'
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'
import { apiFetch, type Init } from './api-fetch.ts'

/** The API's client for the sites. They import only the type of its router, none of its code. */
export type Api = TRPCClient<AppRouter>

type Caller = {
  token: string | undefined
  clientAddress: string
  requestId: string
  locale: Locale
  /** The browser's User-Agent; the API keeps a coarse label of it for the person's own list of sessions. */
  device?: string | null
  /** No person causes the request, so it does not keep the session alive. */
  isBackground?: boolean
  /** The token that an earlier sign-in left in this browser. */
  knownDevice?: string | undefined
}

// A hanging page is worse than an error page: the API responds in milliseconds or not at all.
const timeoutMs = 10_000

/** The API's internal origin, and the secret by which it knows this site. */
type Place = { url: string; secret: string }

/** A client for one incoming request of one visitor. */
export function createApi({ url, secret }: Place, caller: Caller): Api {
  const trace = traceparent()
  return createTRPCClient<AppRouter>({
    links: [
      // One request per call: the refusal of one procedure must not hide in the response to a batch.
      httpLink({
        url: new URL('/trpc', url).href,
        fetch: (input, init) => apiFetch(String(input), { ...(init as Init), timeoutMs }),
        headers: {
          ...(caller.token ? { authorization: `Bearer ${caller.token}` } : {}),
          'x-entente-site-secret': secret,
          'x-entente-client-address': caller.clientAddress,
          ...(caller.knownDevice ? { 'x-entente-known-device': headerText(caller.knownDevice, 200) } : {}),
          'x-request-id': caller.requestId,
          ...(trace ? { traceparent: trace } : {}),
          ...(caller.isBackground ? { 'x-entente-background': '1' } : {}),
          'accept-language': caller.locale,
          'x-entente-device': headerText(caller.device ?? '', 400),
        },
      }),
    ],
  })
}

/** A browser may send any byte; our own headers contain only printable ASCII. */
const headerText = (text: string, max: number): string => text.replace(/[^\x20-\x7e]/g, '').slice(0, max)
