import { linkToken } from '@entente/auth/link-token'
import { newId } from '@entente/db/core/new-id'
import { givenPartner, givenPartnership } from '@entente/db/testing/fixtures'
import { UnrecoverableError } from 'bullmq'
import { beforeEach, describe, expect, test } from 'vitest'
import { givenRequest, saying } from '../testing/given.ts'
import { openStage, sites } from '../testing/index.ts'

const stage = await openStage()
const { database, inbox, tools, run } = stage
const partner = await givenPartner(database.api, { legalName: 'Fabrikam GmbH' })
const url = `${sites.customer}/invitation/${linkToken(tools.linkKeys, {
  cloud: 'global',
  kind: 'relationship',
  id: partner.links.plain,
  kid: 'k1',
  version: 1,
})}`

const jobFor = (recipientId: Awaited<ReturnType<typeof givenRequest>>['recipientId']) => ({
  id: newId(),
  name: 'mail.request-sent' as const,
  data: { partnerId: partner.id, recipientId },
})

const statusOf = async (recipientId: string) => {
  const [row] = await database.asOwner<{ status: string }>(
    'select status from request_recipient where id = $1',
    [recipientId],
  )
  return row?.status
}
const deliveryOf = async (id: string) => {
  const [row] = await database.asOwner('select * from mail_delivery where id = $1', [id])
  return row
}

beforeEach(() => {
  inbox.mails.length = 0
})

describe('M-08 a request that the platform sends', () => {
  test('R-021, R-053 arrives once, from the operator, with the author in Reply-To', async () => {
    const request = await givenRequest(database, partner)
    await run(jobFor(request.recipientId))
    expect(inbox.mails).toHaveLength(1)
    const [mail] = inbox.mails
    expect(mail?.envelope).toEqual({ from: 'no-reply@entente.example', to: [request.address] })
    expect(mail?.from).toMatchObject({
      name: 'Fabrikam GmbH via Entente Global',
      address: 'no-reply@entente.example',
    })
    expect(mail?.replyTo).toMatchObject([{ name: partner.person.name, address: partner.person.email }])
    expect(mail?.subject).toBe('Work with us')
    expect(await statusOf(request.recipientId)).toBe('sent')
  })

  test('R-178 R-016 says the same in text and HTML, with the link on a line of its own', async () => {
    const request = await givenRequest(database, partner)
    await run(jobFor(request.recipientId))
    const [mail] = inbox.mails
    const lines = mail?.text?.split(/\r?\n/) ?? []
    expect(lines).toContain(url)
    expect(lines).toContain('please read this.')
    expect(mail?.html).toContain(`href="${url}"`)
    expect(mail?.html).toContain('please read this.')
    expect(mail?.raw).not.toContain('{{link}}')
  })

  test('R-018 a request without its link is not sent', async () => {
    const request = await givenRequest(database, partner, { paragraphs: saying('Hello', 'Bye') })
    await expect(run(jobFor(request.recipientId))).rejects.toThrow('no link')
    expect(inbox.mails).toEqual([])
  })

  test('S13 the saved delivery does not hold the link', async () => {
    const request = await givenRequest(database, partner)
    const job = jobFor(request.recipientId)
    await run(job)
    const saved = JSON.stringify(await deliveryOf(job.id))
    expect(saved).toContain('{{link}}')
    expect(saved).not.toContain('/invitation/')
  })

  test('R-021 the answer to a request whose author has left goes to the operator', async () => {
    const other = await givenPartner(database.api)
    await database.asOwner(`update auth.membership set status = 'removed', roles = '{}' where id = $1`, [
      other.person.membershipId,
    ])
    const { recipientId } = await givenRequest(database, other)
    await run({ ...jobFor(recipientId), data: { partnerId: other.id, recipientId } })
    expect(inbox.mails).toHaveLength(1)
    expect(inbox.mails[0]?.replyTo).toMatchObject([{ address: 'help@entente.example' }])
  })

  test('D-06 a link that asks for privileges is not mailed once its author may not hand it out any more', async () => {
    const other = await givenPartner(database.api)
    const asking = { linkId: other.links.withPrivileges, withPrivileges: true }
    const send = async () => {
      const { recipientId } = await givenRequest(database, other, asking)
      await run({ ...jobFor(recipientId), data: { partnerId: other.id, recipientId } })
      return statusOf(recipientId)
    }
    expect(await send()).toBe('sent')
    await database.asOwner(`update auth.membership set roles = '{sales_agent}' where id = $1`, [
      other.person.membershipId,
    ])
    expect(await send()).toBe('unsent')
    expect(inbox.mails).toHaveLength(1)
  })

  test('R-145 R-148 a joint request names both parties, and is not mailed once their partnership has ended', async () => {
    const provider = await givenPartner(database.api, { kind: 'indirect_provider', legalName: 'Tailspin AG' })
    const { links } = await givenPartnership(database.api, { reseller: partner, provider })
    const first = await givenRequest(database, partner, { linkId: links.plain })
    await run(jobFor(first.recipientId))
    const [mail] = inbox.mails
    expect(mail?.text).toContain(
      'Fabrikam GmbH and its indirect provider Tailspin AG ask your organisation for',
    )
    expect(await statusOf(first.recipientId)).toBe('sent')
    const late = await givenRequest(database, partner, { linkId: links.plain })
    await database.asOwner(
      `update partnership set status = 'removed', access_removed_at = now(), ended_at = now(), ended_for = reseller_id,
        ended_by = authorised_by, attestation_version = '1' where provider_id = $1`,
      [provider.id],
    )
    await run(jobFor(late.recipientId))
    expect(inbox.mails).toHaveLength(1)
    expect(await statusOf(late.recipientId)).toBe('unsent')
  })

  test('a partner that is suspended before the job runs sends nothing', async () => {
    const other = await givenPartner(database.api, { status: 'suspended' })
    const request = await givenRequest(database, other)
    await run({
      ...jobFor(request.recipientId),
      data: { partnerId: other.id, recipientId: request.recipientId },
    })
    expect(inbox.mails).toEqual([])
    expect(await statusOf(request.recipientId)).toBe('unsent')
  })

  test('S1 a job that names another partner’s recipient sends nothing', async () => {
    const rival = await givenPartner(database.api)
    const request = await givenRequest(database, partner)
    await run({
      ...jobFor(request.recipientId),
      data: { partnerId: rival.id, recipientId: request.recipientId },
    })
    expect(inbox.mails).toEqual([])
    expect(await statusOf(request.recipientId)).toBe('queued')
  })
})

describe('R6 a job sends its mail once', () => {
  test('the same job three times sends one mail', async () => {
    const request = await givenRequest(database, partner)
    const job = jobFor(request.recipientId)
    for (let time = 0; time < 3; time++) await run(job)
    expect(inbox.mails).toHaveLength(1)
  })

  test('R2 after a crash before the recipient was marked, a retry marks it and sends nothing', async () => {
    const request = await givenRequest(database, partner)
    const job = jobFor(request.recipientId)
    await run(job)
    await database.asOwner(`update request_recipient set status = 'queued' where id = $1`, [
      request.recipientId,
    ])
    await run(job)
    expect(inbox.mails).toHaveLength(1)
    expect(await statusOf(request.recipientId)).toBe('sent')
  })

  test('R2 after a crash before the delivery was marked, a retry repeats the Message-ID, so that mailboxes can drop the copy', async () => {
    const request = await givenRequest(database, partner)
    const job = jobFor(request.recipientId)
    await run(job)
    await database.asOwner(`update mail_delivery set status = 'rendered', sent_at = null where id = $1`, [
      job.id,
    ])
    await database.asOwner(`update request_recipient set status = 'queued' where id = $1`, [
      request.recipientId,
    ])
    await run(job)
    expect(inbox.mails.map(({ messageId }) => messageId)).toEqual(
      Array(2).fill(`<${job.id}@entente.example>`),
    )
  })
})

describe('R3 when the mail server does not accept the mail', () => {
  test('the next attempt sends the saved mail, under the same Message-ID', async () => {
    const request = await givenRequest(database, partner)
    const job = jobFor(request.recipientId)
    inbox.refuse('content', 451)
    await expect(run(job)).rejects.toThrow('451')
    expect(await statusOf(request.recipientId)).toBe('queued')
    await database.asOwner(
      `update relationship_request set subject = 'Changed', body = 'Changed' where id = $1`,
      [request.id],
    )
    await run(job)
    expect(inbox.mails).toHaveLength(1)
    expect(inbox.mails[0]).toMatchObject({
      subject: 'Work with us',
      messageId: `<${job.id}@entente.example>`,
    })
    expect(inbox.mails[0]?.text).toContain('please read this.')
    expect(await deliveryOf(job.id)).toMatchObject({ status: 'sent', attempts: 2 })
  })

  test('a recipient that is refused for good is not retried', async () => {
    const request = await givenRequest(database, partner)
    const job = jobFor(request.recipientId)
    inbox.refuse('recipient', 550)
    await expect(run(job)).rejects.toThrow(UnrecoverableError)
    expect(await statusOf(request.recipientId)).toBe('unsent')
    expect(await deliveryOf(job.id)).toMatchObject({ status: 'failed' })
  })

  test('the last attempt marks the recipient as failed, and an operator can still retry', async () => {
    const request = await givenRequest(database, partner)
    const job = jobFor(request.recipientId)
    inbox.refuse('content', 451)
    await expect(run(job, { isLastAttempt: true })).rejects.toThrow('451')
    expect(await statusOf(request.recipientId)).toBe('unsent')
    await run(job)
    expect(inbox.mails).toHaveLength(1)
    expect(await statusOf(request.recipientId)).toBe('sent')
  })

  test('what the server says about an address stays out of errors and rows', async () => {
    const request = await givenRequest(database, partner)
    const job = jobFor(request.recipientId)
    inbox.refuse('recipient', 550)
    const error: Error = await run(job).catch((caught) => caught)
    expect(error).toBeInstanceOf(UnrecoverableError)
    const { failure } = (await deliveryOf(job.id)) ?? {}
    for (const text of [error.message, error.stack, failure]) expect(text).not.toContain('person@example.com')
    expect(error.cause).toBeUndefined()
  })
})

describe('a job that cannot be read', () => {
  test.each([
    ['an unknown name', 'mail.of-the-future', {}],
    ['a name that every object has', 'constructor', {}],
    ['data without an id', 'mail.request-sent', { partnerId: partner.id }],
    ['an invalid id', 'mail.reset-requested', { linkId: "' or true" }],
  ])('is not retried: %s', async (_, name, data) => {
    await expect(run({ name, data } as never)).rejects.toThrow(UnrecoverableError)
  })
})
