import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { newId } from '@entente/db/core/new-id'
import { freshDatabase } from '@entente/db/testing'
import { waitFor } from '@entente/testkit/wait'
import { expect, test } from 'vitest'
import { onEachBackend, queueStage } from '../testing/index.ts'
import { lockMsDefault, openQueues, startWorkers } from './bull.ts'

const database = await freshDatabase()
const minuteMs = 60_000
// The lock time and the allowed time are shorter than in production by the same factor.
const lockMs = 1000
const allowedMs = (minuteMs * lockMs) / lockMsDefault

onEachBackend((kind) => {
  const stage = queueStage(kind, database)

  test('R2 another worker runs the job of a killed one within a minute, and it counts as no failure', async () => {
    const faults: Error[] = []
    const onError = (error: Error) => void faults.push(error)
    const backend = stage.current.open(onError)
    const queues = openQueues(backend, onError)
    const hanging = spawn(
      process.execPath,
      [
        path.join(import.meta.dirname, '../testing/hanging-worker.ts'),
        JSON.stringify({ kind, url: stage.current.url }),
        String(lockMs),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    try {
      const id = newId()
      await queues.add([{ id, name: 'follow-up.test', data: {}, createdAt: new Date() }])
      await once(hanging.stdout, 'data')
      hanging.kill('SIGKILL')
      const killedAt = performance.now()
      const ran: boolean[] = []
      const workers = startWorkers(backend, {
        concurrency: { mail: 1, 'follow-up': 1, provisioning: 1 },
        run: async ({ isLastAttempt }) => void ran.push(isLastAttempt),
        onError,
        lockMs,
      })
      await waitFor(() => ran.length > 0, { timeoutMs: 2 * allowedMs, what: 'the job to be taken over' })
      expect(performance.now() - killedAt).toBeLessThan(allowedMs)
      await waitFor(async () => (await stage.current.unfinished()) === 0)
      await workers.stop()
      expect(ran).toEqual([false])
      expect((await queues.counts())['follow-up'].failed).toBe(0)
    } finally {
      hanging.kill('SIGKILL')
      await queues.close()
      await backend.close()
    }
    expect(faults).toEqual([])
  })
})
