/** Measures how long each part of a run takes. */
export function newStopwatch() {
  let since = performance.now()
  const laps: string[] = []
  return {
    lap(what: string): void {
      const now = performance.now()
      laps.push(`${what} ${((now - since) / 1000).toFixed(1)} s`)
      since = now
    },
    laps: (): string => laps.join(', '),
  }
}
