import type { Metrics } from '@entente/process/metrics'
import { Hono } from 'hono'
import manifest from '../package.json' with { type: 'json' }

/** A loop that must succeed regularly: at most `silentMsMax` may pass after its last success. */
export type Pulse = { name: string; lastSuccess: () => Date; silentMsMax: number }

type Options = { now?: () => Date; isStopping?: () => boolean; metrics?: Metrics }

/**
 * `/healthz`: the process answers, with its version. `/readyz`: its loops reach the database (R5). `/metrics`: its
 * figures.
 */
export function createHealth(
  pulses: Pulse[],
  { now = () => new Date(), isStopping = () => false, metrics }: Options = {},
): Hono {
  const app = new Hono()
  app.get('/healthz', (context) => context.json({ status: 'ok', version: manifest.version }))
  app.get('/readyz', (context) => {
    const silent = pulses
      .filter(({ lastSuccess, silentMsMax }) => now().getTime() - lastSuccess().getTime() > silentMsMax)
      .map(({ name }) => name)
    return silent.length === 0 && !isStopping()
      ? context.json({ status: 'ready' })
      : context.json({ status: 'not ready', silent }, 503, { 'Retry-After': '1' })
  })
  app.get('/metrics', async (context) => {
    if (!metrics) return context.notFound()
    const { body, contentType } = await metrics.read()
    return context.body(body, 200, { 'content-type': contentType })
  })
  return app
}
