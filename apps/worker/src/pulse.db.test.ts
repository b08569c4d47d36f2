import { newId } from '@entente/db/core/new-id'
import { asOperator, asRelay } from '@entente/db/core/scopes'
import { listWorkerPulses, savePulse } from '@entente/db/core/worker-pulses'
import { freshDatabase } from '@entente/db/testing'
import { waitFor } from '@entente/testkit/wait'
import { expect, test } from 'vitest'
import { startPulse } from './pulse.ts'

const database = await freshDatabase()
const none = { waiting: 0, active: 0, delayed: 0, failed: 0 }
const pulses = () => asOperator(database.api, newId<'account'>(), listWorkerPulses)

test('R5 each worker keeps reporting its state; one that stops, or is silent for a day, is forgotten', async () => {
  let now = new Date('2027-01-01T00:00:00Z')
  let mail = { ...none, waiting: 3 }
  const faults: Error[] = []
  const start = (transport: 'smtp' | 'resend') =>
    startPulse({
      database: database.worker,
      queues: { counts: async () => ({ mail, 'follow-up': none, provisioning: none }) },
      facts: () => ({ backend: 'postgres', transport }),
      clock: () => now,
      onError: (error) => void faults.push(error),
      idleMs: 5,
    })
  const first = start('smtp')
  await waitFor(async () => (await pulses()).length === 1)
  expect(await pulses()).toEqual([
    {
      worker: expect.any(String),
      startedAt: now,
      seenAt: now,
      facts: {
        backend: 'postgres',
        transport: 'smtp',
        queues: { mail: { ...none, waiting: 3 }, 'follow-up': none, provisioning: none },
      },
    },
  ])
  await first.stop()
  expect(await pulses()).toEqual([])
  const silent = { worker: newId(), startedAt: now, seenAt: now }
  await asRelay(database.worker, (db) =>
    savePulse(db, { ...silent, facts: { backend: 'postgres', transport: 'smtp', queues: {} } }),
  )
  const second = start('resend')
  await waitFor(async () => (await pulses()).length === 2)
  const startedAt = now
  now = new Date('2027-01-02T00:00:01Z')
  mail = { ...none, failed: 1 }
  await waitFor(async () => (await pulses()).length === 1)
  expect(await pulses()).toMatchObject([
    { startedAt, seenAt: now, facts: { transport: 'resend', queues: { mail: { waiting: 0, failed: 1 } } } },
  ])
  await second.stop()
  expect(faults).toEqual([])
})
