import type { Audience } from '@entente/domain/core/audience'
import type { Cloud } from '@entente/domain/core/cloud'
import { type Locale, locale } from '@entente/domain/core/locale'
import { framesOf } from '@entente/process/error-fields'
import { type RequestContext, type Services, visitorOf } from '@entente/trpc/core/context'
import { httpStatusOf, refusalOf } from '@entente/trpc/core/refused'
import { markOf } from '@entente/trpc/identity/told-session'
import { appRouter } from '@entente/trpc/router'
import type { HttpBindings } from '@hono/node-server'
import { trpcServer } from '@hono/trpc-server'
import {
  type AnyTRPCRouter,
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  TRPCError,
} from '@trpc/server'
import type { Context as HonoContext, MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import { z } from 'zod'

export type Bindings = { Bindings: Partial<HttpBindings>; Variables: { site: Audience } }

export const bearerOf = (c: HonoContext<Bindings>): string | undefined =>
  /^Bearer ([\w-]{43})$/.exec(c.req.header('authorization') ?? '')?.[1]

// Carries the response's code to the metrics inside this process; removed before the response leaves.
export const codeHeader = 'x-entente-code'

/** The procedure at this path, or `unknown`: an unknown path can be anything, even a link's token (S13). */
const procedureAt = (path: string): string =>
  Object.hasOwn(appRouter._def.procedures, path) ? path : 'unknown'
export const procedureOf = (c: HonoContext): string => procedureAt(c.req.path.slice('/trpc/'.length))

/** Answers the sites' calls of procedures. */
export const procedures = (services: Services, log: Logger): MiddlewareHandler<Bindings> => {
  const library = trpcServer({
    router: appRouter,
    endpoint: '/trpc',
    // Safe: the library types the context as a record, the router as this context.
    createContext: async (_, c) => (await contextOf(services, c)) as RequestContext & Record<string, unknown>,
    responseMeta: ({ errors: [error], ctx }) => metaOf(error, ctx as RequestContext | undefined),
    onError: ({ error, path, ctx }) => noteError(log, error, path, ctx as RequestContext | undefined),
  })
  return (c, next) => (isPlainRead(c) ? answerRead(services, log, c) : library(c, next))
}

/** Whether a request asks one procedure that reads, as the sites do. */
const isPlainRead = ({ req }: HonoContext): boolean =>
  req.method === 'GET' && isRead(req.path.slice('/trpc/'.length)) && !/[?&]batch=/.test(req.url)

const isRead = (path: string): boolean =>
  procedureAt(path) !== 'unknown' && (appRouter as AnyTRPCRouter)._def.procedures[path]?._def.type === 'query'

/** As the library answers it, without what only batches, streams and cancelled requests need. */
async function answerRead(services: Services, log: Logger, c: HonoContext<Bindings>): Promise<Response> {
  const path = procedureOf(c)
  const input = c.req.query('input')
  let ctx: RequestContext | undefined
  const answer = (body: object, error?: TRPCError) => {
    const { headers, status = 200 } = metaOf(error, ctx)
    headers.set('content-type', 'application/json')
    return new Response(JSON.stringify(body), { status, headers })
  }
  try {
    ctx = await contextOf(services, c)
    const data: unknown = await callTRPCProcedure({
      ...{ router: appRouter, path, ctx, type: 'query', batchIndex: 0, signal: undefined },
      getRawInput: async () => (input ? parsed(input) : undefined),
    })
    return answer({ result: { data } })
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause)
    noteError(log, error, path, ctx)
    const config = appRouter._def._config
    return answer(
      { error: getTRPCErrorShape({ config, ctx, error, input: undefined, path, type: 'query' }) },
      error,
    )
  }
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch (cause) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'The input is not JSON.', cause })
  }
}

/** Status and headers of an answer, and the code that the metrics count it by. */
function metaOf(error: TRPCError | undefined, asked: RequestContext | undefined) {
  const refusal = error && refusalOf(error)
  const headers = new Headers({ 'cache-control': 'no-store', 'x-request-id': asked?.requestId ?? '' })
  if (asked) headers.set('x-entente-session', markOf(asked))
  if (error) headers.set(codeHeader, refusal?.code ?? error.code.toLowerCase())
  if (refusal && 'retryAfterSeconds' in refusal) headers.set('retry-after', String(refusal.retryAfterSeconds))
  return { headers, ...(error && { status: httpStatusOf(error) }) }
}

function noteError(log: Logger, error: TRPCError, asked = '', ctx: RequestContext | undefined): void {
  const path = procedureAt(asked)
  const refusal = refusalOf(error)
  const requestId = ctx?.requestId
  // A wrong method or content type is the client's error, not a fault of ours, and scanners send many.
  const isTheirs = refusal || httpStatusOf(error) < 500
  if (refusal?.code === 'unavailable')
    log.warn({ requestId, path, error: nameOf(error.cause ?? error) }, 'database away')
  else if (isTheirs) log.info({ requestId, path, code: refusal?.code ?? error.code }, 'refused')
  else log.error({ requestId, path, error: nameOf(error.cause ?? error), stack: framesOf(error) }, 'fault')
}

async function contextOf(services: Services, c: HonoContext<Bindings>): Promise<RequestContext> {
  const site = c.get('site')
  const requestId = z.uuid().safeParse(c.req.header('x-request-id')).data ?? crypto.randomUUID()
  const token = bearerOf(c)
  try {
    return {
      ...services,
      requestId,
      site,
      clientAddress: c.req.header('x-entente-client-address')?.slice(0, 64) ?? 'unknown',
      locale: localeOf(services.cloud, c.req.header('accept-language')),
      ...(await visitorOf(services, site, token, { isActivity: !c.req.header('x-entente-background') })),
      device: c.req.header('x-entente-device')?.slice(0, 400) ?? null,
      knownDevice: c.req.header('x-entente-known-device')?.slice(0, 200) ?? null,
    }
  } catch (cause) {
    throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'No session could be looked up.', cause })
  }
}

const localeOf = ({ defaultLocale }: Cloud, header: string | undefined): Locale =>
  locale.safeParse(header).data ?? defaultLocale

/** The part of an error that may be logged: PostgreSQL's messages can quote values, its codes cannot. */
export const nameOf = (error: unknown) =>
  error instanceof Error ? { name: error.name, code: 'code' in error ? error.code : undefined } : typeof error
