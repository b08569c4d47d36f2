import type { IncomingMessage } from 'node:http'
import type { BlockList } from 'node:net'
import { addressKeys } from '@entente/auth/keyed-hash'
import type { LimitName } from '@entente/auth/limits'
import { isUnavailable } from '@entente/db/core/unavailable'
import type { ServiceHashes } from '@entente/domain/core/setting'
import { clientAddress } from '@entente/process/client-address'
import { framesOf } from '@entente/process/error-fields'
import type { Services } from '@entente/trpc/core/context'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { Logger } from 'pino'
import { type Bindings, resendWebhook } from './resend-webhook.ts'
import { servicePortals } from './service-portals.ts'

export type PublicServices = Pick<Services, 'database' | 'clock' | 'limits' | 'keyring' | 'cloud'> & {
  /** The newer secret first; without any, webhooks are not accepted. */
  resendWebhookSecrets: readonly string[]
  /** The secrets' hashes of the services whose portals take hand-overs. */
  servicePortals: ServiceHashes
  trustedProxies: BlockList
}

/** The public listener: requests from outside without a session. Only a service's portal is told something. */
export function createPublicApp(services: PublicServices, log: Logger): Hono<Bindings> {
  const { limits, keyring, resendWebhookSecrets: secrets, servicePortals: hashes, trustedProxies } = services
  const app = new Hono<Bindings>()
  app.use(secureHeaders())
  app.get('/healthz', (c) => c.json({ ok: true }))
  const countingOf = (limit: LimitName) => (incoming: IncomingMessage) =>
    limits.count(limit, ...addressKeys(keyring.session, clientAddress(incoming, trustedProxies)))
  if (secrets.length > 0) {
    const countUnsigned = countingOf('unsignedWebhookOfAddress')
    app.post('/webhooks/resend', ...resendWebhook({ ...services, secrets, countUnsigned }, log))
  }
  if (hashes.length > 0) {
    const countUnknown = countingOf('unknownServiceOfAddress')
    app.route('/services', servicePortals({ ...services, hashes, countUnknown }, log))
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
