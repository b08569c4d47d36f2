/**
 * Gathers the calls that come while a round is under way into the next one, so that one transaction serves many jobs
 * and a call that is alone waits for nobody. When a round fails each of its calls is tried by itself: one job's fault
 * is not another's.
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
