import { findInstance } from '@entente/db/instance'
import { asAuth } from '@entente/db/scopes'
import type { Cloud } from '@entente/domain/cloud'
import { type Locale, locale } from '@entente/domain/locale'
import { type Context, type Services, sessionOf } from '@entente/trpc/context'
import { httpStatusOf, refusalOf } from '@entente/trpc/refused'
import { appRouter } from '@entente/trpc/router'
import { trpcServer } from '@hono/trpc-server'
import { TRPCError } from '@trpc/server'
import { Hono, type Context as HonoContext } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import type { Logger } from 'pino'
import { z } from 'zod'

const bodyBytesMax = 256 * 1024

/** The internal listener: tRPC for the sites, health for whoever runs it. It has no rules of its own. */
export function createApp(services: Services, log: Logger): Hono {
  const app = new Hono()
  app.use(secureHeaders())
  app.get('/healthz', (c) => c.json({ ok: true }))
  app.get('/readyz', async (c) => {
    try {
      await asAuth(services.database, null, findInstance)
      return c.json({ ok: true })
    } catch (error) {
      log.warn({ error: nameOf(error) }, 'not ready')
      return c.json({ ok: false }, 503, { 'retry-after': '1' })
    }
  })
  app.use('/trpc/*', bodyLimit({ maxSize: bodyBytesMax }), trpc(services, log))
  return app
}

const trpc = (services: Services, log: Logger) =>
  trpcServer({
    router: appRouter,
    endpoint: '/trpc',
    // The library asks for a record; the router asks for this context.
    createContext: async (_, c) => (await contextOf(services, c)) as Context & Record<string, unknown>,
    responseMeta: ({ errors, ctx }) => {
      const refusal = errors[0] && refusalOf(errors[0])
      const headers = new Headers({
        'cache-control': 'no-store',
        'x-request-id': (ctx as Context | undefined)?.requestId ?? '',
      })
      if (refusal && 'retryAfterSeconds' in refusal)
        headers.set('retry-after', String(refusal.retryAfterSeconds))
      return { headers, ...(errors[0] && { status: httpStatusOf(errors[0]) }) }
    },
    onError: ({ error, path, ctx }) => {
      const refusal = refusalOf(error)
      const requestId = (ctx as Context | undefined)?.requestId
      // A wrong method or content type is the visitor's doing, no fault of ours, and scanners send many.
      const isTheirs = refusal || httpStatusOf(error) < 500
      if (isTheirs) log.info({ requestId, path, code: refusal?.code ?? error.code }, 'refused')
      else log.error({ requestId, path, error: nameOf(error.cause ?? error), stack: error.stack }, 'fault')
    },
  })

async function contextOf(services: Services, c: HonoContext): Promise<Context> {
  const requestId = z.uuid().safeParse(c.req.header('x-request-id')).data ?? crypto.randomUUID()
  const token = /^Bearer ([\w-]{43})$/.exec(c.req.header('authorization') ?? '')?.[1]
  try {
    return {
      ...services,
      requestId,
      clientAddress: c.req.header('x-entente-client-address')?.slice(0, 64) ?? 'unknown',
      locale: localeOf(services.cloud, c.req.header('accept-language')),
      session: await sessionOf(services, token),
    }
  } catch (cause) {
    throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'No session could be looked up.', cause })
  }
}

const localeOf = ({ defaultLocale }: Cloud, header: string | undefined): Locale =>
  locale.safeParse(header).data ?? defaultLocale

/** What a log may hold of an error: PostgreSQL's messages can quote values, its codes cannot. */
const nameOf = (error: unknown) =>
  error instanceof Error ? { name: error.name, code: 'code' in error ? error.code : undefined } : typeof error
