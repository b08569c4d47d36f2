import { randomUUID } from 'node:crypto'
import { isFull, sized } from '@entente/testkit/full'
import { describe, expect, test } from 'vitest'
import { type Caller, givenWorld, outcomesOf, type Partner, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()

const address = () => `ada@contoso-${randomUUID()}.example`

async function draftOf(api: Caller, withPrivileges = false) {
  const draft = await api.relationshipRequest.draft({ withPrivileges })
  const { templateVersion, language, subject, link } = draft
  const paragraphs = draft.paragraphs.map(({ key, text }) => ({ key, text }))
  return { templateVersion, language, withPrivileges, subject, paragraphs, link }
}

const send = async (api: Caller, recipients: string[], withPrivileges = false) =>
  api.relationshipRequest.send({
    ...{ draft: await draftOf(api, withPrivileges), recipients, idempotencyKey: randomUUID() },
  })

const sendAgain = (api: Caller, recipientId: string, to = address(), idempotencyKey: string = randomUUID()) =>
  api.relationshipRequest.sendAgain({ recipientId: recipientId as never, address: to, idempotencyKey })

/** A request whose one mail has this status. */
async function given(status: string, options: { withPrivileges?: boolean; partner?: Partner } = {}) {
  const partner = options.partner ?? (await world.partner())
  const agent = await world.as(partner.person)
  const { id, recipients } = await send(agent, [address()], options.withPrivileges)
  const [recipient] = recipients
  if (!recipient) throw new Error('Nothing was sent.')
  await world.asOwner('update request_recipient set status = $2 where id = $1', [recipient.id, status])
  return { partner, agent, requestId: id, recipient }
}

const jobsFor = async (partner: Partner) =>
  (await world.jobsAbout(partner.id)).map(({ data }) => data.recipientId)

describe('R-021 fix the address and send again', () => {
  test.each(['unsent', 'failed', 'suppressed', 'bounced'])(
    'a mail that is %s goes to another address, once',
    async (status) => {
      const { partner, agent, requestId, recipient } = await given(status)
      const [to, key] = [address(), randomUUID()]
      const { id } = await sendAgain(agent, recipient.id, to, key)
      expect(await sendAgain(agent, recipient.id, to, key)).toMatchObject({ id, requestId })
      expect((await jobsFor(partner)).toSorted()).toEqual([recipient.id, id].toSorted())
      expect((await agent.relationshipRequest.get({ id: requestId })).recipients).toMatchObject([
        { id: recipient.id, status, mayBeCorrected: false },
        { id, address: to, status: 'queued', replacesId: recipient.id, mayBeCorrected: false },
      ])
      const audit = await world.auditOf(partner.id)
      expect(audit.map(({ action }) => action)).toContain('relationship_request.sent_again')
      expect(JSON.stringify(audit)).not.toContain('contoso')
    },
  )

  test.each(['queued', 'sent', 'delivered', 'complained'])(
    'a mail that is %s is not sent again',
    async (status) => {
      const { partner, agent, requestId, recipient } = await given(status)
      const { recipients } = await agent.relationshipRequest.get({ id: requestId })
      expect(recipients).toMatchObject([{ mayBeCorrected: false }])
      expect(await refusalFrom(sendAgain(agent, recipient.id))).toEqual({ code: 'recipient_settled' })
      expect(await jobsFor(partner)).toEqual([recipient.id])
    },
  )

  test('two colleagues who correct it at once send one mail', async () => {
    const { partner, agent, recipient } = await given('bounced')
    const outcomes = await outcomesOf(sendAgain(agent, recipient.id), sendAgain(agent, recipient.id))
    expect(outcomes).toEqual(['done', 'recipient_settled'])
    expect(await jobsFor(partner)).toHaveLength(2)
    expect(await refusalFrom(sendAgain(agent, recipient.id))).toEqual({ code: 'recipient_settled' })
  })

  test('S19 the limits hold: the same address within 24 hours is refused, and can be corrected later', async () => {
    const { agent, recipient } = await given('unsent')
    const refusal = await refusalFrom(sendAgain(agent, recipient.id, recipient.address))
    expect(refusal).toMatchObject({ code: 'recipient_recently_mailed', addresses: [recipient.address] })
    await sendAgain(agent, recipient.id)
  })

  test('S19 a bounced mail goes only to another address, and never to one that complained', async () => {
    const { partner, agent, recipient } = await given('bounced')
    const unwilling = (await given('complained', { partner })).recipient
    const before = await jobsFor(partner)
    expect(await refusalFrom(sendAgain(agent, recipient.id, recipient.address))).toEqual({
      ...{ code: 'recipient_bounced', addresses: [recipient.address] },
    })
    expect(await refusalFrom(sendAgain(agent, recipient.id, unwilling.address.toUpperCase()))).toEqual({
      ...{ code: 'recipient_complained', addresses: [unwilling.address] },
    })
    expect(await jobsFor(partner)).toEqual(before)
    await sendAgain(agent, recipient.id)
  })

  test('S1 another partner’s recipient is not found', async () => {
    const { recipient } = await given('bounced')
    const rival = await world.as((await world.partner()).person)
    expect(await refusalFrom(sendAgain(rival, recipient.id))).toEqual({ code: 'not_found' })
    expect(await refusalFrom(sendAgain(rival, randomUUID()))).toEqual({ code: 'not_found' })
  })

  test('D-06 a person who may not hand out a link with privileges cannot send it again either', async () => {
    const { partner, recipient } = await given('bounced', { withPrivileges: true })
    const options = { organisationId: partner.id, audience: 'partner', roles: ['sales_agent'] } as const
    const sales = await world.as(await world.person({ ...options, roles: [...options.roles] }))
    expect(await refusalFrom(sendAgain(sales, recipient.id))).toMatchObject({ code: 'missing_permission' })
  })

  test('a suspended partner sends nothing', async () => {
    const { partner, agent, recipient } = await given('bounced')
    await world.asOwner(`update organisation set partner_status = 'suspended' where id = $1`, [partner.id])
    expect(await refusalFrom(sendAgain(agent, recipient.id))).toEqual({ code: 'partner_not_active' })
  })
})

test('the log’s counter changes with every status, even when a report is older than the last change', async () => {
  const { agent, recipient } = await given('sent')
  const before = await agent.relationshipRequest.counter()
  await world.asOwner(
    `update request_recipient set status = 'delivered', status_at = status_at - interval '1 minute' where id = $1`,
    [recipient.id],
  )
  expect(await agent.relationshipRequest.counter()).not.toEqual(before)
})

describe('S19 abuse', () => {
  test('50 mails a day to one domain and partner, then 429 until tomorrow; other domains go on', async () => {
    const agent = await world.as((await world.partner()).person)
    const at = (domain: string, count: number) =>
      Array.from({ length: count }, () => `ada-${randomUUID()}@${domain}`)
    await send(agent, at('litware.example', 49))
    const refusal = await refusalFrom(send(agent, [...at('litware.example', 2), address()]))
    expect(refusal).toMatchObject({ code: 'domain_limit_reached', domains: ['litware.example'] })
    await send(agent, at('litware.example', 1))
    await send(agent, at('fabrikam.example', 1))
    expect(await refusalFrom(send(agent, at('litware.example', 1)))).toMatchObject({
      code: 'domain_limit_reached',
      retryAfterSeconds: expect.any(Number),
    })
    const rival = await world.as((await world.partner()).person)
    await send(rival, at('litware.example', 50))
  })

  test(
    'S19 of 10,000 strangers whom one partner mails in one run, 200 get a mail, 50 at one domain, and nobody two',
    async () => {
      const partner = await world.partner()
      const agent = await world.as(partner.person)
      const draft = await draftOf(agent)
      // Every second one is at the same company.
      const strangers = Array.from({ length: sized(400, 10_000) }, (_, at) =>
        at % 2 ? `ada-${at}@tailspin.example` : `ada@stranger-${at}.example`,
      )
      const refusals = new Set<string>()
      const mail = async (recipients: string[]) => {
        const press = { draft, recipients, idempotencyKey: randomUUID() }
        const [outcome = ''] = await outcomesOf(agent.relationshipRequest.send(press))
        if (outcome !== 'done') refusals.add(outcome)
      }
      for (let at = 0; at < strangers.length; at += 10) {
        const some = strangers.slice(at, at + 10)
        // A run that is told of a domain goes on with the others, and one that is told nothing tries them again.
        await Promise.all([mail(some), mail(some.filter((_, index) => index % 2 === 0)), mail(some)])
      }
      const sent = await world.asOwner<{ address: string }>(
        'select address from request_recipient where partner_id = $1',
        [partner.id],
      )
      const addresses = sent.map((row) => row.address)
      expect(new Set(addresses).size).toBe(200)
      expect(addresses).toHaveLength(200)
      expect(addresses.filter((to) => to.endsWith('@tailspin.example')).length).toBeLessThanOrEqual(50)
      expect(await jobsFor(partner)).toHaveLength(200)
      expect([...refusals]).toEqual(expect.arrayContaining(['domain_limit_reached', 'daily_limit_reached']))
    },
    isFull ? 1_800_000 : undefined,
  )

  test.each([
    ['complained', 'recipient_complained'],
    ['bounced', 'recipient_bounced'],
    ['suppressed', 'recipient_suppressed'],
  ])('a recipient that %s gets no other mail from this partner, however long ago', async (status, code) => {
    const { partner, agent, recipient } = await given(status)
    await world.asOwner(
      `update request_recipient set status_at = status_at - interval '1 year' where id = $1`,
      [recipient.id],
    )
    await world.asOwner('delete from send_allowance where partner_id = $1', [partner.id])
    const before = await jobsFor(partner)
    const [other, colleague] = [
      address(),
      await world.as(
        await world.person({
          ...({ organisationId: partner.id, audience: 'partner', roles: ['sales_agent'] } as const),
          roles: ['sales_agent'],
        }),
      ),
    ]
    for (const api of [agent, colleague])
      expect(await refusalFrom(send(api, [other, recipient.address]))).toEqual({
        ...{ code, addresses: [recipient.address] },
      })
    expect(await jobsFor(partner)).toEqual(before)
    await send(agent, [other])
    const rival = await world.as((await world.partner()).person)
    await send(rival, [recipient.address])
  })

  test('two complaints stop sending for the partner, for thirty days; one does not', async () => {
    const { partner, agent, recipient } = await given('complained')
    const { recipients } = await send(agent, [address()])
    await world.asOwner(`update request_recipient set status = 'complained' where id = $1`, [
      recipients[0]?.id,
    ])
    expect(await refusalFrom(send(agent, [address()]))).toEqual({ code: 'sending_stopped' })
    const rival = await world.as((await world.partner()).person)
    await send(rival, [address()])
    await world.asOwner(
      `update request_recipient set status_at = now() - interval '31 days' where partner_id = $1 and id = $2`,
      [partner.id, recipient.id],
    )
    await send(agent, [address()])
  })
})
