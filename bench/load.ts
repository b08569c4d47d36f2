export type Round = { perSecond: number; p50Ms: number; p99Ms: number }

/** Sends one request for each item, `clients` at a time, and measures. An unexpected response ends the run. */
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
 * Alternates between our side and the references, so that changes of the machine's load affect all equally. The first
 * round is a warm-up and does not count. A figure is the median over the rounds, a ratio the median of their ratios.
 */
export async function inTurns<Result>(
  rounds: number,
  ours: () => Promise<Result>,
  ...references: (() => Promise<Result>)[]
) {
  const results: { ours: Result; references: Result[] }[] = []
  for (let round = 0; round <= rounds; round++) {
    const result = { ours: await ours(), references: [] as Result[] }
    for (const reference of references) result.references.push(await reference())
    if (round > 0) results.push(result)
  }
  type Figure = (result: Result) => number
  // One result per reference was added above.
  const of = (result: { references: Result[] }, at: number) => result.references[at] as Result
  return {
    ours: (figure: Figure) => median(results.map((result) => figure(result.ours))),
    reference: (figure: Figure, at = 0) => median(results.map((result) => figure(of(result, at)))),
    ratio: (figure: Figure, at = 0) =>
      median(results.map((result) => figure(result.ours) / figure(of(result, at)))),
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

export const quantile = (sorted: number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
