import { newId } from '@entente/db/core/new-id'
import { expect, test } from 'vitest'
import { givenWorld } from '../../testing/index.ts'

const world = await givenWorld()
// Noon, so that an hour ago is the same day.
const noon = new Date(`${world.clock.now().toISOString().slice(0, 10)}T12:00:00Z`)
world.clock.forward({ minutes: Math.ceil((noon.getTime() - world.clock.now().getTime()) / 60_000) })
// The session begins at the moved clock.
const auditor = await world.as(await world.operator(undefined, 'auditor'))
const ago = (minutes: number) => new Date(world.clock.now().getTime() - minutes * 60_000)
const dayOf = (at: Date) => at.toISOString().slice(0, 10)

type Mail = {
  written?: Date
  sentAfter?: number | null
  feedback?: string | null
  kind?: string
  failed?: boolean
}
const mail = ({ written = ago(60), sentAfter = 0, feedback = null, kind = 'request-sent', failed }: Mail) =>
  world.asOwner(
    `insert into mail_delivery (id, kind, message_id, sender, reply_to, recipient, subject, body_text, body_html, status,
        attempts, key_generation, link_version, rendered_at, sent_at, feedback, feedback_at, failure)
      values ($1::uuid, $2, $1::uuid::text, 'a@b.example', null, 'c@d.example', 'x', '', '', $3, 1, 0, null, $4, $5, $6::text,
        case when $6::text is null then null else now() end, case $3 when 'failed' then '550' end)`,
    [
      newId(),
      kind,
      failed ? 'failed' : sentAfter === null ? 'rendered' : 'sent',
      written,
      failed || sentAfter === null ? null : new Date(written.getTime() + sentAfter * 60_000),
      feedback,
    ],
  )
const job = (name: string, made: Date, dead = false) =>
  world.asOwner(
    `insert into outbox (id, name, data, created_at, relayed_at, failed_at, failure)
      values ($1, $2, '{}', $3, case when $4 then $3::timestamptz end, case when $4 then now() end, case when $4 then 'x' end)`,
    [newId(), name, made, dead],
  )

test('§5.4 mails are counted by the day on which they were written and by kind, with what became of them', async () => {
  await mail({ feedback: 'delivered' })
  await mail({ sentAfter: 6, feedback: 'bounced' })
  await mail({ sentAfter: 4, feedback: 'complained', kind: 'receipt' })
  await mail({ failed: true })
  // One waits since an hour, another since a moment.
  await mail({ sentAfter: null })
  await mail({ sentAfter: null, written: ago(1) })
  await mail({ written: ago(6 * 1440), feedback: 'suppressed' })
  await mail({ written: ago(7 * 1440 + 721) })
  const { deliveries, days } = await auditor.operatorQueues.get()
  expect(days).toHaveLength(7)
  const today = { day: dayOf(ago(0)) }
  expect(deliveries).toEqual([
    {
      ...{ ...today, kind: 'receipt', all: 1, sent: 1, delivered: 0, delayed: 0, bounced: 0 },
      ...{ complained: 1, failed: 1 },
    },
    {
      ...{ ...today, kind: 'request-sent', all: 5, sent: 2, delivered: 1, delayed: 2, bounced: 1 },
      ...{ complained: 0, failed: 2 },
    },
    {
      ...{ day: dayOf(ago(6 * 1440)), kind: 'request-sent', all: 1, sent: 1, delivered: 0, delayed: 0 },
      ...{ bounced: 0, complained: 0, failed: 1 },
    },
  ])
})

test('R6 each queue says what waits, since when, what failed for good, and what its workers report', async () => {
  await world.asOwner('delete from outbox')
  await job('mail.request-sent', ago(9))
  await job('mail.relationship-receipt', ago(4))
  await job('mail.relationship-receipt', ago(30), true)
  await job('customer.provision', ago(2))
  const read = async () =>
    (await auditor.operatorQueues.get()).queues.map(({ name, waiting, oldest, dead, moved }) => [
      ...[
        name,
        waiting,
        oldest && Math.round((ago(0).getTime() - oldest.getTime()) / 60_000),
        dead,
        moved?.waiting,
      ],
    ])
  expect(await read()).toEqual([
    ['mail', 2, 9, 1, undefined],
    ['follow-up', 0, null, 0, undefined],
    ['provisioning', 1, 2, 0, undefined],
  ])
  const queues = { mail: { waiting: 7, active: 1, delayed: 2, failed: 0 } }
  const facts = JSON.stringify({ backend: 'postgres', transport: 'smtp', queues })
  const pulse = (seenAt: Date) =>
    world.asOwner(`insert into worker_pulse (worker, started_at, seen_at, facts) values ($1, $2, $2, $3)`, [
      newId(),
      seenAt,
      facts,
    ])
  await pulse(ago(10))
  expect((await read())[0]?.[4]).toBeUndefined()
  await pulse(ago(0))
  expect((await read())[0]?.[4]).toBe(7)
})
