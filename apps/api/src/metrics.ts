import { type Database, poolFigures } from '@entente/db/core/database'
import { statusOf } from '@entente/domain/refusal'
import { counterOf, createMetrics, durationOf, gaugesOf, type Metrics } from '@entente/process/metrics'
import { Hono } from 'hono'

export type ApiMetrics = Metrics & {
  /** Counts one answered request; `code` is `ok`, a refusal's code or a fault's. */
  count: (procedure: string, code: string, seconds: number) => void
  /** Counts a request that came without the secret of a site. */
  countUnknownCaller: () => void
}

/** The listener for Prometheus, apart from the sites' one. */
export function createMetricsApp(metrics: Metrics): Hono {
  const app = new Hono()
  app.get('/metrics', async (c) => {
    const { body, contentType } = await metrics.read()
    return c.body(body, 200, { 'content-type': contentType })
  })
  return app
}

/** The API's metrics for Prometheus. */
export function createApiMetrics(database: Database): ApiMetrics {
  const metrics = createMetrics()
  const durations = durationOf(metrics, {
    name: 'entente_request_duration_seconds',
    help: 'Requests by procedure and outcome',
    labels: ['procedure', 'code'],
  })
  const refusals = counterOf(metrics, {
    name: 'entente_refusals_total',
    help: 'Refused requests by code',
    labels: ['code'],
  })
  const unknownCallers = counterOf(metrics, {
    name: 'entente_unknown_callers_total',
    help: 'Requests to the internal listener without the secret of a site',
    labels: [],
  })
  gaugesOf(
    metrics,
    {
      entente_db_connections: 'Connections to the database',
      entente_db_connections_idle: 'Connections that nobody uses now',
      entente_db_connections_waiting: 'Requests that wait for a connection',
    },
    () => {
      const { total, idle, waiting } = poolFigures(database)
      return {
        entente_db_connections: total,
        entente_db_connections_idle: idle,
        entente_db_connections_waiting: waiting,
      }
    },
  )
  return {
    ...metrics,
    count(procedure, code, seconds) {
      durations.observe({ procedure, code }, seconds)
      if (Object.hasOwn(statusOf, code)) refusals.inc({ code })
    },
    countUnknownCaller: () => unknownCallers.inc(),
  }
}
