import type { Database } from '@entente/db/core/database'
import { newId } from '@entente/db/core/new-id'
import { asRelay } from '@entente/db/core/scopes'
import { deletePulse, deletePulsesBefore, savePulse, type WorkerFacts } from '@entente/db/core/worker-pulses'
import type { JobQueues } from '@entente/queue/bull'
import { type Loop, startLoop } from '@entente/queue/loop'

export type PulseOptions = {
  database: Database
  queues: Pick<JobQueues, 'counts'>
  facts: () => Omit<WorkerFacts, 'queues'>
  clock: () => Date
  onError: (error: Error) => void
  idleMs?: number
}

const keepMs = 24 * 3_600_000

/** Writes a sign of life and the queues' counts every five seconds, for the console. One that stops properly is not silent. */
export function startPulse({ database, queues, facts, clock, onError, idleMs = 5000 }: PulseOptions): Loop {
  const worker = newId()
  const startedAt = clock()
  const loop = startLoop({
    work: async () => {
      const counts = await queues.counts()
      const seenAt = clock()
      await asRelay(database, async (db) => {
        await savePulse(db, { worker, startedAt, seenAt, facts: { ...facts(), queues: counts } })
        await deletePulsesBefore(db, new Date(seenAt.getTime() - keepMs))
      })
      return false
    },
    idleMs,
    onError,
  })
  return {
    ...loop,
    stop: async () => {
      await loop.stop()
      await asRelay(database, (db) => deletePulse(db, worker)).catch(onError)
    },
  }
}
