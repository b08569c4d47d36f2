import { randomUUID } from 'node:crypto'
import type { Audience } from '@entente/domain/core/audience'
import { rememberSite, siteOfToken, siteSecrets } from './sites.ts'

/** The part of the API's app that tests call. */
export type App = { request: (path: string, init: RequestInit) => Response | Promise<Response> }

export type Answer = {
  status: number
  body: {
    result?: { data: unknown }
    error?: { message: string; data: { refusal?: Record<string, unknown> } }
  }
  headers: Record<string, string>
  text: string
}

export type Call = {
  path: string
  type: 'query' | 'mutation'
  input?: unknown
  token?: string | undefined
  /** The site that calls; by default the one that the token belongs to, or the acceptance site. */
  site?: Audience
  address?: string
  requestId?: string
}

/** Calls a procedure as the sites do. */
export async function call(
  app: App,
  { path, type, input, token, site = siteOfToken(token), address, requestId }: Call,
): Promise<Answer> {
  const headers = new Headers({
    'content-type': 'application/json',
    'x-entente-site-secret': siteSecrets[site],
    'x-entente-client-address': address ?? `visitor-${randomUUID()}`,
    ...(token && { authorization: `Bearer ${token}` }),
    ...(requestId && { 'x-request-id': requestId }),
  })
  const json = input === undefined ? undefined : JSON.stringify(input)
  const query = json ? `?input=${encodeURIComponent(json)}` : ''
  const response =
    type === 'query'
      ? await app.request(`/trpc/${path}${query}`, { headers })
      : await app.request(`/trpc/${path}`, { method: 'POST', headers, ...(json && { body: json }) })
  const text = await response.text()
  const body = JSON.parse(text)
  const data = body.result?.data
  rememberSite(data?.token ?? data?.session?.token, site)
  return {
    status: response.status,
    body,
    headers: Object.fromEntries(response.headers),
    text,
  }
}

/** An answer's status and refusal code, such as `404 not_found`, or `200`: the form that tables of answers use. */
export const inShort = ({ status, body }: Answer): string =>
  body.error ? `${status} ${body.error.data.refusal?.code ?? body.error.message}` : String(status)
