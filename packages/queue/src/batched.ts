import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'

/** How long the first call of a round waits for others. */
type Gather = () => Promise<unknown>

/**
 * For calls that come one by one, from the queue or the provider: less than a commit takes, and nothing beside the seconds
 * that a mail has.
 */
export const forMoment: Gather = () => sleep(2)

/** For calls that a round before them released together. */
export const forTurn: Gather = () => turn()

/**
 * Collects the calls made during a round into the next one, so that one transaction serves many jobs. Each round waits
 * as `gather` says for more calls; without it, a call that comes alone runs at once. Those beyond `most` go beside it. When a
 * round fails, each of its calls is retried alone, so that one job's fault does not fail the others.
 */
export function batched<In, Out>(
  work: (items: In[]) => Promise<Out[]>,
  { gather, most = Number.POSITIVE_INFINITY }: { gather?: Gather; most?: number } = {},
): (item: In) => Promise<Out> {
  type Call = { item: In; resolve: (result: Out) => void; reject: (error: unknown) => void }
  let waiting: Call[] = []
  let isRunning = false

  const round = async (calls: Call[]): Promise<void> => {
    try {
      const results = await work(calls.map(({ item }) => item))
      for (const [at, { resolve }] of calls.entries()) resolve(results[at] as Out)
    } catch (error) {
      if (calls.length === 1) calls[0]?.reject(error)
      else for (const call of calls) await round([call])
    }
  }
  const run = async () => {
    isRunning = true
    while (waiting.length > 0) {
      if (gather) await gather()
      const calls = waiting
      waiting = []
      const rounds = Map.groupBy(calls.entries(), ([at]) => Math.floor(at / most))
      await Promise.all([...rounds.values()].map((own) => round(own.map(([, call]) => call))))
    }
    isRunning = false
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isRunning) void run()
    })
}
