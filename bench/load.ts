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

/**
 * Measures ours and the reference in turns, so that the machine's mood hits both alike; the first round warms both up
 * and does not count. A figure is the median over the rounds, a ratio the median of the rounds' ratios.
 */
export async function inTurns<Result>(
  rounds: number,
  ours: () => Promise<Result>,
  reference: () => Promise<Result>,
) {
  const results: { ours: Result; reference: Result }[] = []
  for (let round = 0; round <= rounds; round++) {
    const result = { ours: await ours(), reference: await reference() }
    if (round > 0) results.push(result)
  }
  type Figure = (result: Result) => number
  return {
    ours: (figure: Figure) => median(results.map((result) => figure(result.ours))),
    reference: (figure: Figure) => median(results.map((result) => figure(result.reference))),
    ratio: (figure: Figure) =>
      median(results.map((result) => figure(result.ours) / figure(result.reference))),
  }
}

export const rate = (round: Round): number => round.perSecond
export const p50 = (round: Round): number => round.p50Ms
export const p99 = (round: Round): number => round.p99Ms

const median = (values: number[]): number =>
  quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  )

const quantile = (sorted: number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
