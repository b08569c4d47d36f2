import { newId } from '@entente/db/core/new-id'
import { freshDatabase } from '@entente/db/testing'
import { startTracing } from '@entente/process/tracing'
import { startTraceReceiver } from '@entente/testkit/trace-receiver'
import { afterAll, expect, test } from 'vitest'
import { inJobSpan } from './job-span.ts'

const database = await freshDatabase()
const receiver = await startTraceReceiver()
afterAll(() => receiver.stop())

test('a job is a span of the trace in which it was recorded, even when it fails', async () => {
  const tracing = startTracing({ service: 'worker', endpoint: receiver.url })
  const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331']
  const id = newId()
  await database.asOwner(
    `insert into outbox (id, name, data, created_at, trace) values ($1, 'x', '{}', now(), $2)`,
    [id, `00-${traceId}-${spanId}-01`],
  )
  const failing = inJobSpan(database.worker, async () => {
    throw new Error('ada@contoso.example does not exist')
  })
  const job = { id, data: {}, recordedAt: new Date(), isLastAttempt: false }
  await expect(failing({ ...job, name: 'mail.request-sent' })).rejects.toThrow('does not exist')
  await expect(failing({ ...job, id: newId(), name: 'ada@contoso.example' })).rejects.toThrow(
    'does not exist',
  )
  await tracing.stop()
  const spans = receiver.spans.map(({ name, traceId, parentSpanId }) => ({ name, traceId, parentSpanId }))
  expect(spans[0]).toEqual({ name: 'job mail.request-sent', traceId, parentSpanId: spanId })
  expect(spans[1]?.name).toBe('job unknown')
  expect(receiver.said()).not.toContain('contoso')
})
