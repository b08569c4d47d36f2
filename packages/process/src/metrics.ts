import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  registry: Registry
  /** What Prometheus reads. */
  read: () => Promise<{ body: string; contentType: string }>
}

/** The figures of one process, with those of Node itself. Labels are names and codes of ours: never an id or an address. */
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

// From a cached answer to the longest that a site waits for.
const secondsBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export const durationOf = <Label extends string>({ registry }: Metrics, { labels, ...named }: Named<Label>) =>
  new Histogram<Label>({ ...named, labelNames: labels, buckets: secondsBuckets, registers: [registry] })

/**
 * Gauges that are asked for together when they are read. When the source does not answer they are absent: an old
 * figure would look like a new one.
 */
export function gaugesOf<Name extends string>(
  { registry }: Metrics,
  helps: Record<Name, string>,
  ask: () => Promise<Record<Name, number>> | Record<Name, number>,
): void {
  let asked: Promise<Record<Name, number>> | undefined
  for (const [name, help] of Object.entries(helps) as [Name, string][])
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.remove()
        // The gauges of one reading share one question.
        asked ??= Promise.resolve(ask()).finally(() => {
          asked = undefined
        })
        await asked.then(
          (figures) => this.set(figures[name]),
          () => undefined,
        )
      },
    })
}
