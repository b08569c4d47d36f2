import type { Context as HonoContext, MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Bindings } from './bindings.ts'

/** The headers that the library adds to every response. Adding them one by one takes longer than making the response. */
const securityHeaders = Object.fromEntries(
  (
    await new Hono()
      .use(secureHeaders())
      .get('/', (c) => c.body(null))
      .request('/')
  ).headers,
)

/** Adds the security headers to responses that `answerJson` did not make. */
export const secured: MiddlewareHandler<Bindings> = async (c, next) => {
  await next()
  if (c.get('isSecured')) return
  for (const [name, value] of Object.entries(securityHeaders)) c.res.headers.set(name, value)
}

/** A JSON response with the security headers. */
export function answerJson(
  c: HonoContext<Bindings>,
  json: string,
  status: number,
  headers: Record<string, string>,
): Response {
  c.set('isSecured', true)
  return new Response(json, {
    status,
    headers: { ...securityHeaders, 'content-type': 'application/json', ...headers },
  })
}
