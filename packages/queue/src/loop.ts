import { setTimeout as sleep } from 'node:timers/promises'

export type Loop = {
  /** When the work last went well; a readiness check compares it with the clock. */
  lastSuccess: () => Date
  /** Resolves when the present round is over; no other begins. */
  stop: () => Promise<void>
}

type LoopOptions = {
  /** Does one round and answers whether there is more to do at once. */
  work: () => Promise<boolean>
  idleMs: number
  /** Told of a round that failed; the loop goes on, more slowly each time. */
  onError: (error: Error) => void
}

const failureMsMax = 2000

/** Repeats a piece of work until it is stopped, also across restarts of the database. */
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
      // An aborted pause rejects: that is the wish to stop, not a fault.
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
