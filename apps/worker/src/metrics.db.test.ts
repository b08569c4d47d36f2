import { newId } from '@entente/db/core/new-id'
import { freshDatabase } from '@entente/db/testing'
import { UnrecoverableError } from 'bullmq'
import { expect, test } from 'vitest'
import { createHealth } from './health.ts'
import { createWorkerMetrics } from './metrics.ts'

const database = await freshDatabase()
const now = new Date()
const metrics = createWorkerMetrics(database.worker, () => now)
const health = createHealth([], { metrics })
const read = async () => (await health.request('/metrics')).text()

const job = (name: string, isLastAttempt = false) => ({
  ...{ id: newId(), name, data: {}, recordedAt: now, isLastAttempt, attempt: 1 },
})
const run = (name: string, error?: Error, isLastAttempt?: boolean) =>
  metrics
    .counting(async () => {
      if (error) throw error
    })(job(name, isLastAttempt))
    .catch(() => undefined)

test('jobs and mails are counted by name and outcome', async () => {
  await run('mail.request-sent')
  await run('mail.request-sent', new Error('x'))
  await run('mail.request-sent', new Error('x'), true)
  await run('relationship.accepted', new UnrecoverableError('x'))
  await run('ada@contoso.example')
  const text = await read()
  const counted = [...text.matchAll(/^entente_job_duration_seconds_count\{(.*)\} (\d+)/gm)]
  expect(counted.map(([, labels, count]) => `${labels} ${count}`).sort()).toEqual([
    'name="mail.request-sent",outcome="done" 1',
    'name="mail.request-sent",outcome="failed" 1',
    'name="mail.request-sent",outcome="retried" 1',
    'name="relationship.accepted",outcome="failed" 1',
    'name="unknown",outcome="done" 1',
  ])
  for (const outcome of ['sent', 'retried', 'failed'])
    expect(text).toContain(`entente_mails_total{outcome="${outcome}"} 1`)
  expect(text).not.toContain('contoso')
})

test('the gauges show what waits in the outbox, as dead letters and for a seal', async () => {
  const before = await read()
  for (const name of ['outbox_waiting', 'outbox_oldest_seconds', 'dead_letters', 'seal_lag_seconds'])
    expect(before).toMatch(new RegExp(`^entente_${name} 0$`, 'm'))
  const seconds = (count: number) => new Date(now.getTime() - count * 1000)
  const outbox = (created: Date, relayed: Date | null, failed: Date | null) =>
    database.asOwner(
      `insert into outbox (id, name, data, created_at, relayed_at, failed_at) values ($1, 'x', '{}', $2, $3, $4)`,
      [newId(), created, relayed, failed],
    )
  await outbox(seconds(30), null, null)
  await outbox(seconds(90), null, null)
  await outbox(seconds(900), seconds(899), seconds(800))
  await database.asOwner(`insert into audit_record values ($1, $1, $1, null, '{}', 'x', '{}', '\\x00', $2)`, [
    newId(),
    seconds(12),
  ])
  const text = await read()
  expect(text).toMatch(/^entente_outbox_waiting 2$/m)
  expect(text).toMatch(/^entente_outbox_oldest_seconds 90$/m)
  expect(text).toMatch(/^entente_dead_letters 1$/m)
  expect(text).toMatch(/^entente_seal_lag_seconds 12$/m)
})
