import type { IncomingMessage } from 'node:http'
import { serviceFinder } from '@entente/auth/site-secret'
import type { Result } from '@entente/domain/core/result'
import type { ServiceHashes } from '@entente/domain/core/setting'
import type { HandOverRefusal } from '@entente/domain/relationship/hand-over'
import type { Services } from '@entente/trpc/core/context'
import { checkGrant, redeemHandOver } from '@entente/trpc/relationship/hand-over'
import type { Context } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Bindings } from './resend-webhook.ts'

const sent = z.object({ token: z.string().min(1).max(4000) })

type Sources = Pick<Services, 'database' | 'clock' | 'cloud' | 'keyring'> & {
  hashes: ServiceHashes
  /** Counts a request without a known secret; returns the seconds that its sender must wait, or null within the limit. */
  countUnknown: (incoming: IncomingMessage) => Promise<number | null>
}

/**
 * What the portals of services ask (docs/service-portals.md): to redeem a hand-over, and whether its grant still lives. Each
 * proves itself with a secret of its own, and learns nothing about another service. Tokens stand in bodies and in no log.
 */
export function servicePortals({ hashes, countUnknown, ...portals }: Sources, log: Logger): Hono<Bindings> {
  const serviceOf = serviceFinder(hashes)
  type Ask = (service: string, token: string, requestId: string) => Promise<Result<object, HandOverRefusal>>
  const asking = (ask: Ask) => async (c: Context<Bindings>) => {
    const requestId = crypto.randomUUID()
    c.header('cache-control', 'no-store')
    c.header('x-request-id', requestId)
    const service = serviceOf(/^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '')
    if (!service) {
      const wait = await countUnknown(c.env.incoming)
      log.info(
        { path: c.req.path, requestId, status: wait === null ? 401 : 429 },
        'refused: not a known service',
      )
      if (wait === null) return c.json({ error: 'unknown_service' }, 401)
      return c.json({ error: 'too_many_attempts' }, 429, { 'retry-after': String(wait) })
    }
    const body = sent.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success) return c.json({ error: 'invalid_input' }, 400)
    const answer = await ask(service, body.data.token, requestId)
    log.info(
      { path: c.req.path, requestId, service, code: answer.ok ? 'ok' : answer.refusal.code },
      'service portal',
    )
    return answer.ok ? c.json(answer.value) : c.json({ error: answer.refusal.code }, 403)
  }
  return new Hono<Bindings>()
    .use(bodyLimit({ maxSize: 16 * 1024 }))
    .post(
      '/hand-overs',
      asking((...asked) => redeemHandOver(portals, ...asked)),
    )
    .post(
      '/grants',
      asking((service, token) => checkGrant(portals, service, token)),
    )
}
