import type { Metrics } from '@entente/process/metrics'
import { Hono } from 'hono'

/** A loop that must have gone well lately, and how long ago at most. */
export type Pulse = { name: string; lastSuccess: () => Date; silentMsMax: number }

type Options = { now?: () => Date; isStopping?: () => boolean; metrics?: Metrics }

/** `/healthz`: the process answers. `/readyz`: its loops reach the database (R5). `/metrics`: its figures. */
export function createHealth(
  pulses: Pulse[],
  { now = () => new Date(), isStopping = () => false, metrics }: Options = {},
): Hono {
  const app = new Hono()
  app.get('/healthz', (context) => context.json({ status: 'ok' }))
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
