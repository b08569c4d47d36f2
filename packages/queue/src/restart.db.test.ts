import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { startPg } from '@entente/testkit/pg'
import { waitFor } from '@entente/testkit/wait'
import { expect, test } from 'vitest'
import { openBackend, openQueuePool } from './backend.ts'
import { openQueues, startWorkers } from './bull.ts'
import { enqueue } from './enqueue.ts'
import { migrateQueue } from './migrate-queue.ts'
import { startRelay } from './relay.ts'

test('R4 relay and workers continue by themselves when the database comes back', async () => {
  // A durable server: a throw-away one would lose at the restart what was committed just before it.
  const dir = path.join(mkdtempSync(path.join(tmpdir(), 'entente-restart-')), 'data')
  const server = await startPg({ dir })
  await migrate(server.url(), 'global')
  await migrateQueue(server.url())
  const url = server.url().replace('entente_owner', 'entente_worker')
  const faults: Error[] = []
  const onError = (error: Error) => void faults.push(error)
  const database = openDatabase({ url, onError })
  const backend = openBackend({ kind: 'postgres', pool: openQueuePool({ url, onError }) })
  const queues = openQueues(backend, onError)
  const ran: string[] = []
  const workers = startWorkers(backend, {
    concurrency: { mail: 2, 'follow-up': 2, provisioning: 2 },
    run: async ({ id }) => void ran.push(id),
    onError,
  })
  const relay = startRelay(database, queues, { onError, idleMs: 20 })
  const record = async (): Promise<string> => {
    const id = newId()
    const data = { accountId: newId<'account'>() }
    await asAuth(database, null, (db) =>
      enqueue(db, [{ id, name: 'mail.sign-up-repeated', data }], new Date()),
    )
    return id
  }

  const first = await record()
  await waitFor(() => ran.includes(first), { what: 'a job before the restart' })
  await server.restart()
  const second = await waitFor(record, { what: 'a mutation after the restart' })
  await waitFor(() => ran.includes(second), { timeoutMs: 15_000, what: 'a job after the restart' })
  expect(ran).toEqual([first, second])
  expect(faults.length).toBeLessThan(500)
  const backAt = new Date()
  await waitFor(() => relay.lastSuccess() > backAt, { what: 'a round of the relay after the restart' })

  await relay.stop()
  await workers.stop()
  await queues.close()
  await Promise.all([backend.close(), closeDatabase(database)])
  await server.stop()
  rmSync(path.dirname(dir), { recursive: true })
}, 40_000)
