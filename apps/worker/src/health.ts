import { Hono } from 'hono'

/** A loop that must have gone well lately, and how long ago at most. */
export type Pulse = { name: string; lastSuccess: () => Date; silentMsMax: number }

/** `/healthz`: the process answers. `/readyz`: its loops reach the database (R5). */
export function createHealth(pulses: Pulse[], now: () => Date = () => new Date()): Hono {
  const app = new Hono()
  app.get('/healthz', (context) => context.json({ status: 'ok' }))
  app.get('/readyz', (context) => {
    const silent = pulses
      .filter(({ lastSuccess, silentMsMax }) => now().getTime() - lastSuccess().getTime() > silentMsMax)
      .map(({ name }) => name)
    return silent.length === 0
      ? context.json({ status: 'ready' })
      : context.json({ status: 'not ready', silent }, 503, { 'Retry-After': '1' })
  })
  return app
}
