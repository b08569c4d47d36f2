import { setTimeout as sleep } from 'node:timers/promises'

export type Loop = {
  /** When a round last succeeded; a readiness check compares it with the clock. */
  lastSuccess: () => Date
  /** Begins no other round and resolves when the current one is over. */
  stop: () => Promise<void>
}

type LoopOptions = {
  /** Does one round and returns whether there is more to do at once. */
  work: () => Promise<boolean>
  idleMs: number
  /** Called when a round fails; the loop goes on, with a longer pause after each failure. */
  onError: (error: Error) => void
}

const failureMsMax = 2000

/** Repeats `work` until it is stopped, even across restarts of the database. */
export function startLoop({ work, idleMs, onError }: LoopOptions): Loop {
  const stopping = new AbortController()
  let lastSuccess = new Date()
  let failures = 0
  const round = async (): Promise<number> => {
    try {
      const more = await work()
      failures = 0
      lastSuccess = new Date()
      return more ? 0 : idleMs
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)))
      failures = Math.min(failures + 1, 10)
      return Math.min(idleMs * 2 ** failures, failureMsMax)
    }
  }
  const run = async () => {
    while (!stopping.signal.aborted) {
      const pauseMs = await round()
      // An aborted pause rejects because the loop stops, which is no fault.
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    lastSuccess: () => lastSuccess,
    async stop() {
      stopping.abort()
      await running
    },
  }
}
