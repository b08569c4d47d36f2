import { newId } from '@entente/db/core/new-id'
import { givenPartner } from '@entente/db/testing/fixtures'
import { openResend } from '@entente/outside/resend-transport'
import { NotTaken } from '@entente/outside/transport'
import { type Fault, startFakeResend } from '@entente/testkit/fake-resend'
import { isFull, sized } from '@entente/testkit/full'
import { UnrecoverableError } from 'bullmq'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { givenRequest } from '../testing/given.ts'
import { openStage } from '../testing/index.ts'

const resend = await startFakeResend()
afterAll(() => resend.stop())
const stage = await openStage()
const { database, tools } = stage
tools.transport = openResend({ apiKey: 're_test', baseUrl: resend.url, timeoutMs: 400 })
const partner = await givenPartner(database.api, { legalName: 'Fabrikam GmbH' })

const hours = 3_600_000
let now = Date.now()
tools.clock = () => new Date(now)
beforeEach(() => {
  now = Date.now()
})

/** A request to one address and its job, with the outbox row that the API writes. */
async function givenMail(address = 'ada@customer.example') {
  const request = await givenRequest(database, partner, { address })
  const id = newId()
  const job = {
    id,
    name: 'mail.request-sent' as const,
    data: { partnerId: partner.id, recipientId: request.recipientId },
  }
  await database.asOwner(
    'insert into outbox (id, name, data, created_at, relayed_at) values ($1, $2, $3, $4, $4)',
    [id, job.name, JSON.stringify(job.data), new Date(now)],
  )
  return { ...request, job }
}

/** Runs a job as the queue does: until it is done, fails for good or has used its attempts. Returns the attempts. */
async function runUntilDone(job: Parameters<typeof stage.run>[0], attemptsMax = 5): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      await stage.run(job)
      return attempt
    } catch (error) {
      if (error instanceof UnrecoverableError || !(error instanceof NotTaken) || attempt === attemptsMax)
        throw error
    }
  }
}

const deliveryOf = async (id: string) => {
  const [row] = await database.asOwner('select * from mail_delivery where id = $1', [id])
  return row
}
const statusOf = async (recipientId: string) => {
  const [row] = await database.asOwner<{ status: string }>(
    'select status from request_recipient where id = $1',
    [recipientId],
  )
  return row?.status
}

describe('M-08 a mail by Resend', () => {
  test('arrives once, with Message-ID, key and tag, and the author in Reply-To', async () => {
    const { job, recipientId, address } = await givenMail()
    await runUntilDone(job)
    const delivery = resend.deliveries.get(job.id)
    expect(delivery).toMatchObject({
      count: 1,
      mail: {
        from: '"Fabrikam GmbH via Entente Global" <no-reply@entente.example>',
        to: address,
        reply_to: `"${partner.person.name}" <${partner.person.email}>`,
        headers: { 'Message-ID': `<${job.id}@entente.example>` },
        tags: [{ name: 'delivery', value: job.id }],
      },
    })
    expect(delivery?.mail.text).toContain('/invitation/')
    expect(await statusOf(recipientId)).toBe('sent')
  })
})

describe('R3 faults of the provider', () => {
  const passing: Fault[] = ['429', '500', '502', 'in-progress', 'drop', 'hang']
  const afterwards: Fault[] = ['hang-after', 'drop-after', 'drip-after']
  test.each([...passing, ...afterwards])('%s: retried, and delivered exactly once', async (fault) => {
    const { job, recipientId } = await givenMail()
    resend.fail(fault)
    await expect(stage.run(job)).rejects.toThrow(NotTaken)
    expect(resend.deliveries.has(job.id)).toBe(afterwards.includes(fault))
    expect(await statusOf(recipientId)).toBe('queued')
    await runUntilDone(job)
    expect(resend.deliveries.get(job.id)?.count).toBe(1)
    expect(await deliveryOf(job.id)).toMatchObject({ status: 'sent', attempts: 2 })
    expect(await statusOf(recipientId)).toBe('sent')
  })

  const rounds = sized(1, 2500)
  test(
    `forty mails among faults of every kind, ${rounds} times: each delivered exactly once, none lost`,
    async () => {
      for (let round = 0; round < rounds; round++) {
        const mails = []
        for (let number = 0; number < 40; number++) mails.push(await givenMail(`n${number}@customer.example`))
        resend.fail(...Array.from({ length: 8 }, () => [...passing, ...afterwards]).flat())
        const attempts = await Promise.all(mails.map(({ job }) => runUntilDone(job, 30)))
        // Every fault costs an attempt; a busy machine may add time-outs of its own.
        expect(attempts.reduce((sum, each) => sum + each)).toBeGreaterThanOrEqual(40 + 72)
        expect(mails.map(({ job }) => resend.deliveries.get(job.id)?.count)).toEqual(Array(40).fill(1))
        resend.deliveries.clear()
      }
    },
    isFull ? 24 * hours : 20_000,
  )

  test('S13 a refused recipient is final, and its address stays out of errors and rows', async () => {
    const { job, recipientId } = await givenMail()
    resend.fail('invalid-recipient')
    const error: Error = await stage.run(job).catch((caught) => caught)
    expect(error).toBeInstanceOf(UnrecoverableError)
    expect(error.message).toContain('422 validation_error')
    const { status, failure } = (await deliveryOf(job.id)) ?? {}
    for (const text of [error.message, error.stack, failure]) expect(text).not.toContain('person@')
    expect([status, await statusOf(recipientId)]).toEqual(['failed', 'unsent'])
    expect(resend.deliveries.has(job.id)).toBe(false)
  })

  test('a refused sender address is for the operator to fix: the mail is retried', async () => {
    const { job } = await givenMail()
    resend.fail('invalid-sender')
    await expect(stage.run(job)).rejects.toThrow(NotTaken)
    await runUntilDone(job)
    expect(resend.deliveries.get(job.id)?.count).toBe(1)
  })

  test('R2 a link that is revoked between two attempts does not change the mail', async () => {
    const { job } = await givenMail()
    resend.fail('hang-after')
    await expect(stage.run(job)).rejects.toThrow(NotTaken)
    await database.asOwner('update relationship_link set version = version + 1')
    await runUntilDone(job)
    expect(resend.deliveries.get(job.id)?.count).toBe(1)
    expect((await deliveryOf(job.id))?.status).toBe('sent')
  })

  test('a key never covers another body: a mail that has changed is not sent', async () => {
    const { job } = await givenMail()
    resend.fail('hang-after')
    await expect(stage.run(job)).rejects.toThrow(NotTaken)
    const before = resend.deliveries.get(job.id)?.mail
    await database.asOwner(`update mail_delivery set subject = 'Another' where id = $1`, [job.id])
    await expect(stage.run(job)).rejects.toThrow(UnrecoverableError)
    expect(resend.deliveries.get(job.id)).toMatchObject({ count: 1, mail: before })
  })
})

describe('R3 once the provider has forgotten the key', () => {
  const givenForgottenMail = async () => {
    const mail = await givenMail()
    resend.fail('hang-after')
    await expect(stage.run(mail.job)).rejects.toThrow(NotTaken)
    now += 24 * hours
    resend.forget()
    return mail
  }
  const retryBy = (id: string) =>
    database.asOwner('update outbox set retried_at = $2 where id = $1', [id, new Date(now)])

  test('nothing is sent again without an operator', async () => {
    const { job, recipientId } = await givenForgottenMail()
    const before = resend.requests()
    await expect(stage.run(job)).rejects.toThrow('the provider may have forgotten this mail')
    expect(resend.requests()).toBe(before)
    expect(await deliveryOf(job.id)).toMatchObject({ status: 'failed' })
    expect(await statusOf(recipientId)).toBe('unsent')
  })

  test('an operator’s retry sends it once, under the next key', async () => {
    const { job, recipientId } = await givenForgottenMail()
    await expect(stage.run(job)).rejects.toThrow(UnrecoverableError)
    await retryBy(job.id)
    now += 1000
    resend.fail('hang-after')
    await expect(stage.run(job)).rejects.toThrow(NotTaken)
    await runUntilDone(job)
    expect(resend.deliveries.get(`${job.id}.1`)?.count).toBe(1)
    expect(await deliveryOf(job.id)).toMatchObject({ status: 'sent', key_generation: 1 })
    expect(await statusOf(recipientId)).toBe('sent')
  })

  test('a retry gives one key: once that is forgotten too, it takes another retry', async () => {
    const { job } = await givenForgottenMail()
    await retryBy(job.id)
    now += 1000
    resend.fail('hang')
    await expect(stage.run(job)).rejects.toThrow(NotTaken)
    now += 24 * hours
    await expect(stage.run(job)).rejects.toThrow('the provider may have forgotten this mail')
    expect(resend.deliveries.has(`${job.id}.1`)).toBe(false)
  })

  test('a mail that is marked as sent is not sent again', async () => {
    const { job } = await givenMail()
    await runUntilDone(job)
    now += 48 * hours
    resend.forget()
    await retryBy(job.id)
    await stage.run(job)
    expect(resend.deliveries.get(job.id)?.count).toBe(1)
  })
})
