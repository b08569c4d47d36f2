import type { Cloud } from '@entente/domain/core/cloud'
import { type Locale, locale } from '@entente/domain/core/locale'
import { framesOf } from '@entente/process/error-fields'
import { callProcedure } from '@entente/trpc/core/call'
import { type RequestContext, type Services, visitorOf } from '@entente/trpc/core/context'
import { httpStatusOf, refusalOf } from '@entente/trpc/core/refused'
import { markOf } from '@entente/trpc/identity/told-session'
import { appRouter } from '@entente/trpc/router'
import { trpcServer } from '@hono/trpc-server'
import {
  type AnyTRPCProcedure,
  type AnyTRPCRouter,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  TRPCError,
} from '@trpc/server'
import type { Context as HonoContext, MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import { z } from 'zod'
import { answerJson } from './answer.ts'
import type { Bindings } from './bindings.ts'

export const bearerOf = (c: HonoContext<Bindings>): string | undefined =>
  /^Bearer ([\w-]{43})$/.exec(c.req.header('authorization') ?? '')?.[1]

// Carries the code of an answer out of the library; removed before the response leaves.
const codeHeader = 'x-entente-code'

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
    responseMeta({ errors: [error], ctx }) {
      const { status, headers, code } = metaOf(error, ctx as RequestContext | undefined)
      return { status, headers: { ...headers, ...(code && { [codeHeader]: code }) } }
    },
    onError: ({ error, path, ctx }) => noteError(log, error, path, ctx as RequestContext | undefined),
  })
  return async (c, next) => {
    const procedure = plainlyAsked(c)
    if (procedure) return answerPlain(services, log, c, procedure)
    const response = (await library(c, next)) as Response
    c.set('code', response.headers.get(codeHeader) ?? undefined)
    response.headers.delete(codeHeader)
    return response
  }
}

/** The procedure that a request asks as the sites do: to read, or to write what its body says in JSON. */
function plainlyAsked(c: HonoContext): AnyTRPCProcedure | undefined {
  const { method, url } = c.req
  const procedure = (appRouter as AnyTRPCRouter)._def.procedures[procedureOf(c)]
  if (!procedure || /[?&]batch=/.test(url)) return undefined
  const { type } = procedure._def
  const isWrite = method === 'POST' && isJson.test(c.req.header('content-type') ?? '')
  return (type === 'query' && method === 'GET') || (type === 'mutation' && isWrite) ? procedure : undefined
}

const isJson = /^application\/json *(;|$)/i

/** As the library answers it, without what only batches, streams and cancelled requests need. */
async function answerPlain(
  services: Services,
  log: Logger,
  c: HonoContext<Bindings>,
  procedure: AnyTRPCProcedure,
): Promise<Response> {
  const path = procedureOf(c)
  const type = c.req.method === 'GET' ? 'query' : 'mutation'
  let ctx: RequestContext | undefined
  let sent: Promise<unknown> | undefined
  const answer = (body: object, error?: TRPCError) => {
    const { headers, status = 200, code } = metaOf(error, ctx)
    c.set('code', code)
    return answerJson(c, JSON.stringify(body), status, headers)
  }
  try {
    ctx = await contextOf(services, c)
    // Each schema of a procedure asks for what was sent.
    const getRawInput = () => (sent ??= sentWith(c))
    const data = await callProcedure(procedure, { path, ctx, type, getRawInput })
    return answer({ result: { data } })
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause)
    noteError(log, error, path, ctx)
    const config = appRouter._def._config
    return answer({ error: getTRPCErrorShape({ config, ctx, error, input: undefined, path, type }) }, error)
  }
}

async function sentWith({ req }: HonoContext): Promise<unknown> {
  try {
    const input = req.method === 'GET' ? req.query('input') : await req.text()
    return input ? JSON.parse(input) : undefined
  } catch (cause) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'The input is not JSON.', cause })
  }
}

/** Status and headers of an answer, and the code that the metrics count it by. */
function metaOf(error: TRPCError | undefined, asked: RequestContext | undefined) {
  const refusal = error && refusalOf(error)
  return {
    status: error && httpStatusOf(error),
    code: error && (refusal?.code ?? error.code.toLowerCase()),
    headers: {
      'cache-control': 'no-store',
      'x-request-id': asked?.requestId ?? '',
      ...(asked && { 'x-entente-session': markOf(asked) }),
      ...(refusal && 'retryAfterSeconds' in refusal && { 'retry-after': String(refusal.retryAfterSeconds) }),
    },
  }
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
  const requestId = uuid.safeParse(c.req.header('x-request-id')).data ?? crypto.randomUUID()
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

const uuid = z.uuid()

const localeOf = ({ defaultLocale }: Cloud, header: string | undefined): Locale =>
  locale.safeParse(header).data ?? defaultLocale

/** The part of an error that may be logged: PostgreSQL's messages can quote values, its codes cannot. */
export const nameOf = (error: unknown) =>
  error instanceof Error ? { name: error.name, code: 'code' in error ? error.code : undefined } : typeof error
