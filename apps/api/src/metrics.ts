import { type Database, poolFigures } from '@entente/db/core/database'
import { statusOf } from '@entente/domain/refusal'
import { counterOf, createMetrics, durationOf, gaugesOf, type Metrics } from '@entente/process/metrics'

export type ApiMetrics = Metrics & {
  /** Counts one answered request; `code` is `ok`, a refusal's code or a fault's. */
  count: (procedure: string, code: string, seconds: number) => void
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
  }
}
