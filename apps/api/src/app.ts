import type { SiteOf } from '@entente/auth/site-secret'
import { type Database, poolFigures } from '@entente/db/core/database'
import { findInstance } from '@entente/db/core/instance'
import { asAuth } from '@entente/db/core/scopes'
import type { Refusal } from '@entente/domain/refusal'
import { inSpan } from '@entente/process/trace'
import { type Services, visitorOf } from '@entente/trpc/core/context'
import type { ListWatch } from '@entente/trpc/relationship/list-watch'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import manifest from '../package.json' with { type: 'json' }
import { answerJson, secured } from './answer.ts'
import type { Bindings } from './bindings.ts'
import { changes } from './changes.ts'
import type { ApiMetrics } from './metrics.ts'
import { bearerOf, nameOf, procedureOf, procedures } from './procedures.ts'

const bodyBytesMax = 256 * 1024
/**
 * Fits a document of 5 MiB in base64 or a file of the membership directory, and a little more, so that a file slightly
 * too large reaches the check that names the limit.
 */
const documentBytesMax = 9 * 1024 * 1024
const largePaths = [
  '/trpc/enrolment.uploadDocument',
  '/trpc/operatorDirectory.import',
  '/trpc/serviceRequests.open',
  '/trpc/serviceRequests.reply',
  '/trpc/customerImports.upload',
  '/trpc/knownCustomers.import',
]
const readyMsMax = 1000

/** What operations learn about the process. */
export type Operations = {
  isStopping?: () => boolean
  metrics?: ApiMetrics
  /** How many requests may wait for a connection to the database. */
  waitingMax?: number
  /** Streams for open pages; without it they ask by themselves. */
  listWatch?: ListWatch
}

/** The internal listener: tRPC for the sites, health for operations. It holds no rules of its own. */
export function createApp(
  { siteOf, ...services }: Services & { siteOf: SiteOf },
  log: Logger,
  operations: Operations = {},
): Hono<Bindings> {
  const app = new Hono<Bindings>()
  app.use(secured)
  app.get('/healthz', (c) => c.json({ ok: true, version: manifest.version }))
  app.get('/readyz', async (c) => {
    try {
      if (operations.isStopping?.()) return c.json({ ok: false }, 503, { 'retry-after': '1' })
      await withTimeout(asAuth(services.database, null, findInstance), readyMsMax)
      return c.json({ ok: true })
    } catch (error) {
      log.warn({ error: nameOf(error) }, 'not ready')
      return c.json({ ok: false }, 503, { 'retry-after': '1' })
    }
  })
  const { metrics } = operations
  app.use('/trpc/*', fromSite(siteOf, log, metrics))
  if (metrics) app.use('/trpc/*', measured(metrics))
  app.use('/trpc/*', refusingOverload(services.database, operations.waitingMax))
  app.use('/trpc/*', inProcedureSpan)
  app.use('/trpc/*', limitBody)
  app.use('/trpc/*', procedures(services, log))
  const { listWatch } = operations
  if (listWatch) {
    app.use('/changes', fromSite(siteOf, log, metrics))
    app.get('/changes', async (c) => {
      const token = bearerOf(c)
      const { session } = await visitorOf(services, c.get('site'), token, { isActivity: false })
      return changes(listWatch, session && token ? { session, token } : null)
    })
  }
  return app
}

/** Lets only the sites pass: the network alone must not decide who may name a visitor and use a session. */
const fromSite =
  (siteOf: SiteOf, log: Logger, metrics: ApiMetrics | undefined): MiddlewareHandler<Bindings> =>
  async (c, next) => {
    const secret = c.req.header('x-entente-site-secret')
    const site = siteOf(secret)
    if (!site) {
      metrics?.countUnknownCaller()
      const peer = c.env?.incoming?.socket.remoteAddress
      log.warn({ peer, secret: secret === undefined ? 'missing' : 'unknown' }, 'unknown caller')
      return c.json({ ok: false }, 401, { 'cache-control': 'no-store' })
    }
    c.set('site', site)
    await next()
  }

const measured =
  (metrics: ApiMetrics): MiddlewareHandler<Bindings> =>
  async (c, next) => {
    const startedAt = performance.now()
    await next()
    const code = c.get('code') ?? (c.res.ok ? 'ok' : 'internal')
    metrics.count(procedureOf(c), code, (performance.now() - startedAt) / 1000)
  }

// What a page needs in order to ask again. Composed once: under overload a refusal must cost next to nothing.
const overloaded = JSON.stringify({
  error: {
    code: TRPC_ERROR_CODES_BY_KEY.SERVICE_UNAVAILABLE,
    message: 'unavailable',
    data: {
      ...{ code: 'SERVICE_UNAVAILABLE', httpStatus: 503, requestId: null },
      refusal: { code: 'unavailable', retryAfterSeconds: 1 } satisfies Refusal,
    },
  },
})

/**
 * Refuses at once what would wait long for the database (R15). Else every request waits longer than its site does, and the
 * work for it is lost. Requests that wait for somebody else's server hold no connection, and hold up nobody here.
 */
const refusingOverload =
  (database: Database, waitingMax = 50): MiddlewareHandler<Bindings> =>
  async (c, next) => {
    if (poolFigures(database).waiting < waitingMax) return next()
    c.set('code', 'unavailable')
    return answerJson(c, overloaded, 503, { 'cache-control': 'no-store', 'retry-after': '1' })
  }

const limits = {
  usual: { bytesMax: bodyBytesMax, limit: bodyLimit({ maxSize: bodyBytesMax }) },
  document: { bytesMax: documentBytesMax, limit: bodyLimit({ maxSize: documentBytesMax }) },
}

/**
 * Refuses bodies that are too large. The library's check builds a whole `Request` first, so it is used only where the length is not
 * stated: a read's body is never read, and Node reads no more of a body than its stated length.
 */
const limitBody: MiddlewareHandler = (c, next) => {
  if (c.req.method === 'GET') return next()
  const { bytesMax, limit } = limits[largePaths.includes(c.req.path) ? 'document' : 'usual']
  const length = c.req.header('transfer-encoding') === undefined ? c.req.header('content-length') : undefined
  return Number(length) <= bytesMax ? next() : limit(c, next)
}

/** One span for each procedure call, in the trace that the site started. */
const inProcedureSpan: MiddlewareHandler = (c, next) =>
  inSpan(
    `procedure ${procedureOf(c)}`,
    { kind: 'request', parent: c.req.header('traceparent') },
    async (span) => {
      await next()
      span.setAttribute('http.response.status_code', c.res.status)
    },
  )

/** A readiness check must be answered sooner than a request (R5). */
const withTimeout = <T>(work: Promise<T>, ms: number): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => setTimeout(reject, ms, new Error('No answer in time.')).unref()),
  ])
