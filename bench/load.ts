export type Round = { perSecond: number; p50Ms: number; p99Ms: number }

/** Sends one request for each item, `clients` at a time, and measures. Any answer but the expected one ends the run. */
export async function fire<Item>(
  clients: number,
  items: Item[],
  send: (item: Item) => Promise<void>,
): Promise<Round> {
  const waiting = [...items]
  const times: number[] = []
  const began = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
        const sent = performance.now()
        await send(item)
        times.push(performance.now() - sent)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  times.sort((a, b) => a - b)
  return { perSecond: items.length / seconds, p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) }
}

export const median = (values: number[]): number =>
  quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  )

/** The medians over rounds, rounded for a table. */
export const summary = (rounds: Round[]) => ({
  'requests/s': Math.round(median(rounds.map(({ perSecond }) => perSecond))),
  'p50 ms': Number(median(rounds.map(({ p50Ms }) => p50Ms)).toFixed(1)),
  'p99 ms': Number(median(rounds.map(({ p99Ms }) => p99Ms)).toFixed(1)),
})

const quantile = (sorted: number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
