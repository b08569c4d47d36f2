/**
 * Collects the calls made during a round into the next one, so that one transaction serves many jobs; a call that comes
 * alone runs at once. When a round fails, each of its calls is retried alone, so that one job's fault does not fail the
 * others.
 */
export function batched<In, Out>(work: (items: In[]) => Promise<Out[]>): (item: In) => Promise<Out> {
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
      const calls = waiting
      waiting = []
      await round(calls)
    }
    isRunning = false
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isRunning) void run()
    })
}
