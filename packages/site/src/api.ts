import type { Locale } from '@entente/domain/core/locale'
import { traceparent } from '@entente/process/trace'
import type { AppRouter } from '@entente/trpc/router'
import { type TRPCClient, TRPCClientError } from '@trpc/client'
import { apiFetch } from './api-fetch.ts'

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
  /** Hears the mark of the caller's session as each answer tells it, or that the answer tells none. */
  onMark?: ((mark: string | undefined) => void) | undefined
}

// A hanging page is worse than an error page: the API responds in milliseconds or not at all.
const timeoutMs = 10_000

/** The API's internal origin, and the secret by which it knows this site. */
type Place = { url: string; secret: string }

/** A client for one incoming request of one visitor. Each call is a request, whose answer holds its own refusal. */
export function createApi({ url, secret }: Place, caller: Caller): Api {
  const trace = traceparent()
  const headers = {
    ...(caller.token ? { authorization: `Bearer ${caller.token}` } : {}),
    'x-entente-site-secret': secret,
    'x-entente-client-address': caller.clientAddress,
    ...(caller.knownDevice ? { 'x-entente-known-device': headerText(caller.knownDevice, 200) } : {}),
    'x-request-id': caller.requestId,
    ...(trace ? { traceparent: trace } : {}),
    ...(caller.isBackground ? { 'x-entente-background': '1' } : {}),
    'accept-language': caller.locale,
    'x-entente-device': headerText(caller.device ?? '', 400),
  }
  const call: Call = async (procedure, isRead, input) => {
    const body = input === undefined ? undefined : JSON.stringify(input)
    const query = isRead && body !== undefined ? `?input=${encodeURIComponent(body)}` : ''
    try {
      const answer = await apiFetch(`${new URL(url).origin}/trpc/${procedure}${query}`, {
        ...(isRead
          ? { headers }
          : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body }),
        timeoutMs,
      })
      caller.onMark?.(answer.headers['x-entente-session']?.toString())
      const told = (await answer.json()) as { result?: { data?: unknown } }
      if (told.result) return told.result.data
      throw told
    } catch (cause) {
      throw TRPCClientError.from(cause as object)
    }
  }
  // Calls nothing else than the procedures of the type, with what they take.
  return at('', call) as Api
}

type Call = (procedure: string, isRead: boolean, input: unknown) => Promise<unknown>

/** Says a procedure's path as `api.customers.list.query(…)` does. tRPC's own client takes as long as its request. */
const at = (path: string, call: Call): unknown =>
  new Proxy(
    {},
    {
      get: (_, name) => {
        if (typeof name === 'symbol' || name === 'then') return undefined
        if (name === 'query' || name === 'mutate')
          return (input: unknown) => call(path, name === 'query', input)
        return at(path ? `${path}.${name}` : name, call)
      },
    },
  )

/** A browser may send any byte; our own headers contain only printable ASCII. */
const headerText = (text: string, max: number): string => text.replace(/[^\x20-\x7e]/g, '').slice(0, max)
