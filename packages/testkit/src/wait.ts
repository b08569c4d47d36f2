// Waits for a condition with a deadline; the error says what was waited for.
import { setTimeout as sleep } from 'node:timers/promises'

export type WaitOptions = { timeoutMs?: number; intervalMs?: number; what?: string; signal?: AbortSignal }

/**
 * Calls `ask` until the result is neither undefined, null nor false, and returns it. An error that `ask` throws counts
 * as "not yet" and is the cause of the final error.
 */
export async function waitFor<T>(
  ask: () => T | Promise<T>,
  { timeoutMs = 5000, intervalMs = 50, what = 'the condition', signal }: WaitOptions = {},
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = performance.now() + timeoutMs
  let cause: unknown
  for (;;) {
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== null && answer !== false) {
        return answer as Exclude<T, undefined | null | false>
      }
    } catch (error) {
      cause = error
    }
    signal?.throwIfAborted()
    if (performance.now() > deadline) {
      throw new Error(`Waited ${timeoutMs} ms for ${what} in vain.`, { cause })
    }
    await sleep(intervalMs)
  }
}

/** Waits until a GET of the address answers with a success status. */
export function waitForHttp(url: string, options: WaitOptions = {}): Promise<true> {
  return waitFor(async () => (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok, {
    timeoutMs: 30_000,
    intervalMs: 100,
    what: url,
    ...options,
  })
}
