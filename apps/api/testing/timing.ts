/** With fewer rounds a difference of any size could still be chance. */
const roundsMin = 8

/**
 * Measures how long two requests take, in milliseconds. They take turns, so that a busy moment hits both; on a slow
 * machine `msMax` ends the rounds early, but not before there are enough to tell a difference from chance.
 */
export async function measured(
  ways: readonly [() => Promise<unknown>, () => Promise<unknown>],
  rounds: number,
  msMax = Number.POSITIVE_INFINITY,
): Promise<[number[], number[]]> {
  const times: [number[], number[]] = [[], []]
  const end = performance.now() + msMax
  for (let round = 0; round < rounds && (round < roundsMin || performance.now() < end); round++)
    for (const at of (round % 2 === 0 ? [0, 1] : [1, 0]) as (0 | 1)[]) {
      const start = performance.now()
      await ways[at]()
      times[at].push(performance.now() - start)
    }
  return times
}

export const median = (times: readonly number[]): number => {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

/**
 * The two-sided p-value of Mann-Whitney's U (normal approximation): how likely it is that both samples come from one
 * distribution.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const ranked = [
    ...a.map((time) => ({ time, first: true })),
    ...b.map((time) => ({ time, first: false })),
  ].toSorted((x, y) => x.time - y.time)
  const sum = ranked.reduce((total, { first }, at) => total + (first ? at + 1 : 0), 0)
  const u = sum - (a.length * (a.length + 1)) / 2
  const z =
    (u - (a.length * b.length) / 2) / Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12)
  return Math.min(1, 2 * upperTail(Math.abs(z)))
}

// Abramowitz and Stegun 26.2.17; good to seven digits.
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly
}
