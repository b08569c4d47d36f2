// Restarts a process whenever it dies, with growing pauses.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Running } from '../process.ts'

export type Kept = {
  /** The number of deaths since the first start. */
  deaths: () => number
  /** The current process, for tests that kill it. */
  pid: () => number | undefined
  stop: () => Promise<void>
}

const pauseMsMin = 200
const pauseMsMax = 10_000
const steadyMs = 30_000

/**
 * Starts a process and keeps it running until `stop`. The first start must succeed. After a death it is restarted,
 * first immediately and then after pauses that double; half a minute without a death resets them.
 */
export async function keepRunning(
  start: () => Promise<Running>,
  say: (sentence: string) => void,
): Promise<Kept> {
  const end = new AbortController()
  let deaths = 0
  let running: Running | undefined = await start()

  async function watch(): Promise<void> {
    let pauseMs = 0
    while (!end.signal.aborted) {
      const since = performance.now()
      const why = running ? await running.exited : undefined
      running = undefined
      if (end.signal.aborted) return
      deaths += 1
      pauseMs = performance.now() - since > steadyMs ? 0 : pauseMs
      if (why) say(`${why}; restarting${pauseMs ? ` in ${pauseMs / 1000} s` : ''}`)
      await sleep(pauseMs, undefined, { signal: end.signal }).catch(() => undefined)
      if (end.signal.aborted) return
      pauseMs = Math.min(Math.max(pauseMs * 2, pauseMsMin), pauseMsMax)
      running = await start().catch((error: Error) => {
        say(error.message)
        return undefined
      })
    }
  }

  const watching = watch()
  return {
    deaths: () => deaths,
    pid: () => running?.pid,
    async stop() {
      end.abort()
      await running?.stop()
      await watching
      // It may have been starting when `stop` was called.
      await running?.stop()
    },
  }
}
