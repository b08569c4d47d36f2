import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  registry: Registry
  /** The response that Prometheus scrapes. */
  read: () => Promise<{ body: string; contentType: string }>
}

/** The metrics of one process and of Node itself. Labels hold our own names and codes: never an id or an address. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    read: async () => ({ body: await registry.metrics(), contentType: registry.contentType }),
  }
}

type Named<Label extends string> = { name: string; help: string; labels: readonly Label[] }

export const counterOf = <Label extends string>({ registry }: Metrics, { labels, ...named }: Named<Label>) =>
  new Counter<Label>({ ...named, labelNames: labels, registers: [registry] })

// From a cached response up to the time-out of the sites.
const secondsBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export const durationOf = <Label extends string>({ registry }: Metrics, { labels, ...named }: Named<Label>) =>
  new Histogram<Label>({ ...named, labelNames: labels, buckets: secondsBuckets, registers: [registry] })

/**
 * Registers gauges whose values all come from one call of `read` per scrape. If `read` fails, the gauges are absent:
 * an old value would look like a current one.
 */
export function gaugesOf<Name extends string>(
  { registry }: Metrics,
  helps: Record<Name, string>,
  read: () => Promise<Record<Name, number>> | Record<Name, number>,
): void {
  let reading: Promise<Record<Name, number>> | undefined
  for (const [name, help] of Object.entries(helps) as [Name, string][])
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.remove()
        // All gauges of one scrape share one call.
        reading ??= Promise.resolve(read()).finally(() => {
          reading = undefined
        })
        await reading.then(
          (figures) => this.set(figures[name]),
          () => undefined,
        )
      },
    })
}
