import type { Services } from '@entente/trpc/context'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { Logger } from 'pino'
import { resendWebhook } from './resend-webhook.ts'

export type PublicServices = Pick<Services, 'database' | 'clock'> & {
  resendWebhookSecret: string | undefined
}

/** The public listener: what comes from outside without a session. It reads nothing and tells nothing. */
export function createPublicApp(services: PublicServices, log: Logger): Hono {
  const app = new Hono()
  app.use(secureHeaders())
  app.get('/healthz', (c) => c.json({ ok: true }))
  const { resendWebhookSecret: secret } = services
  if (secret) app.post('/webhooks/resend', ...resendWebhook({ ...services, secret }, log))
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse()
    log.error({ path: c.req.path, error: error.name, stack: error.stack }, 'fault')
    return c.json({ ok: false }, 500)
  })
  return app
}
