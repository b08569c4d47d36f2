import { newId } from '@entente/db/core/new-id'
import { asInbound } from '@entente/db/core/scopes'
import { insertReceipt } from '@entente/db/mail/webhook-receipts'
import { givenPartner } from '@entente/db/testing/fixtures'
import { describe, expect, test } from 'vitest'
import { givenRequest } from '../testing/given.ts'
import { openStage } from '../testing/index.ts'

const { database, inbox, run } = await openStage()
const partner = await givenPartner(database.api)

/** A request with its job in the outbox, sent unless the mail server refuses it. */
async function givenSent({ isTaken = true, to = 'ada@customer.example' } = {}) {
  const { recipientId } = await givenRequest(database, partner, { address: to })
  const data = { partnerId: partner.id, recipientId }
  const job = { id: newId(), name: 'mail.request-sent' as const, data }
  await database.asOwner('insert into outbox (id, name, data, created_at) values ($1, $2, $3, now())', [
    job.id,
    job.name,
    JSON.stringify(data),
  ])
  if (!isTaken) {
    inbox.refuse('content', 451)
    await expect(run(job, { isLastAttempt: true })).rejects.toThrow('451')
  } else await run(job)
  return { job, recipientId }
}

/** Reports an event of a delivery, as the mail provider does. */
async function report(deliveryId: string, event: string): Promise<string> {
  const id = `msg_${newId()}`
  const receipt = { id, source: 'resend' as const, event, deliveryId, occurredAt: new Date() }
  await asInbound(database.api, (db) => insertReceipt(db, receipt, new Date()))
  await run({ name: 'feedback.received', data: { receiptId: id } })
  return id
}

const known = async ({ job, recipientId }: Awaited<ReturnType<typeof givenSent>>) => {
  const [row] = await database.asOwner<{ status: string; feedback: string; delivery: string }>(
    `select r.status, d.feedback, d.status as delivery from request_recipient r, mail_delivery d
      where r.id = $1 and d.id = $2`,
    [recipientId, job.id],
  )
  return row
}

describe('M-08 the partner sees what became of a mail', () => {
  test.each([
    [['delivered'], 'delivered'],
    [['bounced'], 'bounced'],
    [['suppressed'], 'suppressed'],
    [['failed'], 'failed'],
    [['delivered', 'failed', 'suppressed'], 'delivered'],
    [['delivered', 'bounced'], 'bounced'],
    [['bounced', 'delivered'], 'bounced'],
    [['complained', 'bounced', 'delivered', 'complained'], 'complained'],
  ])('%j ends as %s', async (events, end) => {
    const sent = await givenSent()
    for (const event of events) await report(sent.job.id, `email.${event}`)
    expect(await known(sent)).toEqual({ status: end, feedback: end, delivery: 'sent' })
  })

  test('a report that is applied again changes nothing, even after a later one', async () => {
    const sent = await givenSent()
    const receiptId = await report(sent.job.id, 'email.delivered')
    await report(sent.job.id, 'email.bounced')
    await run({ name: 'feedback.received', data: { receiptId } })
    expect(await known(sent)).toMatchObject({ status: 'bounced', feedback: 'bounced' })
  })

  test('R6 a failed mail that did arrive counts as delivered and is never sent again', async () => {
    const sent = await givenSent({ isTaken: false })
    expect(await known(sent)).toMatchObject({ status: 'unsent', delivery: 'failed' })
    await report(sent.job.id, 'email.delivered')
    const before = inbox.mails.length
    await run(sent.job)
    expect(inbox.mails).toHaveLength(before)
    expect(await known(sent)).toMatchObject({ status: 'delivered', delivery: 'sent' })
  })

  test('a report on an unknown delivery is dropped', async () => {
    await report(newId(), 'email.bounced')
    await run({ name: 'feedback.received', data: { receiptId: 'msg_unknown' } })
  })

  test('S19 a mail that waits for a retry is not sent to an address that has complained', async () => {
    const waiting = await givenSent({ isTaken: false, to: 'eve@customer.example' })
    const other = await givenSent({ isTaken: false, to: 'bob@customer.example' })
    const sent = await givenSent({ to: 'eve@customer.example' })
    await report(sent.job.id, 'email.complained')
    inbox.mails.length = 0
    await run(waiting.job)
    expect(inbox.mails).toEqual([])
    expect(await known(waiting)).toMatchObject({ status: 'unsent', delivery: 'failed' })
    await run(other.job)
    expect(inbox.mails.map(({ envelope }) => envelope.to)).toEqual([['bob@customer.example']])
  })
})
