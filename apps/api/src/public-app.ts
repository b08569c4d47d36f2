import type { IncomingMessage } from 'node:http'
import type { BlockList } from 'node:net'
import { addressKeys } from '@entente/auth/keyed-hash'
import { isUnavailable } from '@entente/db/core/unavailable'
import { clientAddress } from '@entente/process/client-address'
import { framesOf } from '@entente/process/error-fields'
import type { Services } from '@entente/trpc/core/context'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { Logger } from 'pino'
import { type Bindings, resendWebhook } from './resend-webhook.ts'

export type PublicServices = Pick<Services, 'database' | 'clock' | 'limits' | 'keyring'> & {
  /** The newer secret first; without any, webhooks are not accepted. */
  resendWebhookSecrets: readonly string[]
  trustedProxies: BlockList
}

/** The public listener: requests from outside without a session. It reads nothing for them and tells them nothing. */
export function createPublicApp(services: PublicServices, log: Logger): Hono<Bindings> {
  const { limits, keyring, resendWebhookSecrets: secrets, trustedProxies } = services
  const app = new Hono<Bindings>()
  app.use(secureHeaders())
  app.get('/healthz', (c) => c.json({ ok: true }))
  if (secrets.length > 0) {
    const countUnsigned = (incoming: IncomingMessage) =>
      limits.count(
        'unsignedWebhookOfAddress',
        ...addressKeys(keyring.session, clientAddress(incoming, trustedProxies)),
      )
    app.post('/webhooks/resend', ...resendWebhook({ ...services, secrets, countUnsigned }, log))
  }
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse()
    // The sender retries, so nothing is lost (R5).
    if (isUnavailable(error)) {
      log.warn({ path: c.req.path, error: error.name }, 'database away')
      return c.json({ ok: false }, 503, { 'retry-after': '1' })
    }
    log.error({ path: c.req.path, error: error.name, stack: framesOf(error) }, 'fault')
    return c.json({ ok: false }, 500)
  })
  return app
}
