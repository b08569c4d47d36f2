import { randomUUID } from 'node:crypto'
import { instanceChain } from '@entente/db/core/audit'
import { expect, test } from 'vitest'
import { givenWorld, outcomesOf, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()
const support = await world.as(await world.operator())

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

async function givenDeadLetter(failedAt = new Date()) {
  const id = randomUUID()
  await world.asOwner(
    `insert into outbox (id, name, data, created_at, relayed_at, failed_at, failure)
    values ($1, 'mail.request-sent', '{"recipient":"ada@contoso.example"}', $2, $2, $2, 'smtp 550')`,
    [id, failedAt],
  )
  return id
}
const retry = (id: string) =>
  support.operatorDeadLetters.retry({ id: id as never, idempotencyKey: randomUUID() })

test('R6 dead letters are listed newest first, with the reason, never with their data', async () => {
  const [older, newer] = [await givenDeadLetter(minutesAgo(5)), await givenDeadLetter()]
  const first = await support.operatorDeadLetters.list({ limit: 1 })
  const second = await support.operatorDeadLetters.list({ limit: 1, cursor: first.nextCursor ?? '' })
  expect([...first.rows, ...second.rows]).toMatchObject([
    { id: newer, name: 'mail.request-sent', failure: 'smtp 550' },
    { id: older },
  ])
  expect(JSON.stringify([first, second])).not.toContain('ada@contoso.example')
})

test('R6 a retry puts the job back once, and is recorded', async () => {
  const id = await givenDeadLetter()
  expect(await outcomesOf(retry(id), retry(id))).toEqual(['already_retried', 'done'])
  expect(await refusalFrom(retry(id))).toEqual({ code: 'already_retried' })
  const [row] = await world.asOwner('select relayed_at, failed_at, retried_by from outbox where id = $1', [
    id,
  ])
  expect(row).toMatchObject({ relayed_at: null, failed_at: null, retried_by: expect.any(String) })
  const records = (await world.auditOf(instanceChain)).filter(({ payload }) => payload.outboxId === id)
  expect(records.map(({ action }) => action)).toEqual(['dead_letter.retried'])
})

test('§5.4 an auditor sees dead letters and cannot retry them', async () => {
  const auditor = await world.as(await world.operator('none', 'auditor'))
  const id = await givenDeadLetter()
  await auditor.operatorDeadLetters.list({})
  const attempt = auditor.operatorDeadLetters.retry({ id: id as never, idempotencyKey: randomUUID() })
  expect(await refusalFrom(attempt)).toMatchObject({ code: 'missing_permission' })
})

test('the overview counts mails of the last day, waiting jobs and dead letters, and names the workers', async () => {
  await world.asOwner(`update outbox set relayed_at = now()`)
  await world.asOwner(`update outbox set failed_at = null`)
  await givenDeadLetter()
  const oldest = minutesAgo(3)
  await world.asOwner(
    `insert into outbox (id, name, data, created_at) values ($1, 'x', '{}', $2), ($3, 'x', '{}', now())`,
    [randomUUID(), oldest, randomUUID()],
  )
  const mail = (status: string, feedback: string | null, at: Date) =>
    world.asOwner(
      `insert into mail_delivery (id, kind, message_id, sender, recipient, subject, body_text, body_html, status,
        rendered_at, sent_at, feedback) values ($1, 'x', $2, 'x', 'x', 'x', 'x', 'x', $3, $4, $5, $6)`,
      [randomUUID(), randomUUID(), status, at, status === 'sent' ? at : null, feedback],
    )
  await mail('sent', 'delivered', minutesAgo(60))
  await mail('sent', 'delivered', minutesAgo(61))
  await mail('failed', null, minutesAgo(5))
  await mail('sent', 'bounced', minutesAgo(25 * 60))
  const facts = {
    queues: { mail: { waiting: 2, active: 1, delayed: 0, failed: 0 } },
    backend: 'postgres',
    transport: 'smtp',
  }
  await world.asOwner(
    'insert into worker_pulse (worker, started_at, seen_at, facts) values ($1, $2, $2, $3)',
    [randomUUID(), new Date(), JSON.stringify(facts)],
  )
  const { mails, outbox, workers } = await support.operatorOverview.get()
  expect(mails.toSorted((a, b) => a.count - b.count)).toEqual([
    { status: 'failed', feedback: null, count: 1 },
    { status: 'sent', feedback: 'delivered', count: 2 },
  ])
  expect(outbox).toEqual({ waiting: 2, oldest, deadLetters: 1, deadMails: 1 })
  expect(workers).toMatchObject([{ facts }])
})
