import { randomUUID } from 'node:crypto'
import { attestationVersion } from '@entente/domain/core/attestation'
import type { Id } from '@entente/domain/core/id'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  authorizing,
  choosing,
  cloud,
  givenWorld,
  grantAll,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })
const pause = () => new Promise((resolve) => setTimeout(resolve, 2))

type Story = Awaited<ReturnType<typeof given>>
let story = {} as Story
beforeAll(async () => {
  story = await given()
})

/** All that can happen: asked, declined, accepted, used, frozen, moved, taken away, removed and accepted again. */
async function given() {
  const [partner, rival, customer] = [await world.partner(), await world.partner(), await world.customer()]
  const [agent, admin] = [await world.as(partner.person), await world.as(customer.person)]
  const plain = tokenOf(partner)
  const token = tokenOf(partner, { withPrivileges: true })
  const { templateVersion, language, withPrivileges, subject, paragraphs, link } =
    await agent.relationshipRequest.draft({})
  const texts = paragraphs.map(({ key, text }) => ({ key, text }))
  const draft = { templateVersion, language, withPrivileges, subject, paragraphs: texts, link }
  const { recipients } = await agent.relationshipRequest.send({
    ...{ draft, recipients: [customer.person.email], ...once() },
  })
  for (const tellPartner of [true, false]) {
    await pause()
    await admin.invitation.decline({ token: plain, tellPartner, ...once() })
  }
  await pause()
  const choices = choosing(['azure', 'grant'], ['intune', 'grant'])
  const { relationshipId: id } = await admin.invitation.accept(authorizing(token, choices))
  // What the jobs of the worker write into the partner's log.
  await world.asOwner(
    `insert into request_outcome (id, partner_id, kind, customer_name, occurred_at, decline_id)
    select gen_random_uuid(), partner_id, 'declined', 'x', declined_at, id from relationship_decline
    where customer_id = $1 and partner_told`,
    [customer.id],
  )
  await world.asOwner(
    `update request_recipient set relationship_id = $2, accepted_at = now(),
      decline_id = (select id from request_outcome where partner_id = $3 and kind = 'declined') where id = $1`,
    [recipients[0]?.id, id, partner.id],
  )
  await pause()
  await agent.customerServices.open({ id, service: 'azure', reason: 'Ticket 7', ...once() })
  await freeze(partner.id, customer.id)
  await pause()
  const roles = { partnerId: partner.id, services: ['intune'] }
  await admin.partnerRelationships.removeRoles({ ...roles, ...once() })
  await pause()
  const successor = tokenOf(rival, { withPrivileges: true })
  await admin.invitation.accept(authorizing(successor, choosing(['azure', 'move', partner.id])))
  await pause()
  await agent.customerRemoval.remove({
    ...{ id, typedName: customer.legalName, attestation: { given: true, version: attestationVersion } },
    ...once(),
  })
  await pause()
  await admin.invitation.accept(authorizing(plain))
  return { partner, rival, customer, agent, admin, id }
}

/** An operator freezes and thaws, and the worker tells the customer. */
async function freeze(partnerId: Id<'organisation'>, customerId: Id<'organisation'>) {
  const operator = await world.as(await world.operator('none', 'operator_admin'))
  const act = () => ({ id: partnerId, reason: 'Phished', ...once() })
  await operator.operatorPartners.freeze(act())
  await pause()
  await operator.operatorPartners.thaw(act())
  await world.asOwner(
    `insert into audit_record (id, organisation_id, request_id, actor_kind, actor_roles, action, payload, payload_digest, occurred_at)
    select gen_random_uuid(), $2, request_id, 'system', '{}', action, jsonb_build_object('partnerId', $1::uuid), payload_digest,
      occurred_at from audit_record where organisation_id = $1 and action like 'partner.privileges%'`,
    [partnerId, customerId],
  )
}

const ofPartner = async ({ agent, id }: Story) => (await agent.customers.history({ id })).events
const ofCustomer = async ({ admin, partner }: Story) =>
  (await admin.partnerHistory.list({ partnerId: partner.id })).events

describe('U13 the timeline of a relationship', () => {
  test('U13 R-161 the partner reads it whole, newest first, also what came before it removed the relationship', async () => {
    const events = await ofPartner(story)
    expect(events.map(({ event }) => event)).toEqual([
      ...['reinstated', 'removed_keep', 'ended', 'ended', 'thawed', 'frozen', 'used', 'accepted'],
      ...['declined_told', 'asked_sent'],
    ])
    const own = story.partner.person.name
    expect(events.filter(({ by }) => by).map(({ event, by }) => [event, by])).toEqual([
      ...[
        ['removed_keep', own],
        ['used', own],
      ],
      ['asked_sent', own],
    ])
    expect(events.find(({ event }) => event === 'asked_sent')?.to).toEqual([story.customer.person.email])
  })

  test('U13 the customer reads the same events under the same ids, with why privileges ended, and what it told nobody', async () => {
    const [partners, customers] = [await ofPartner(story), await ofCustomer(story)]
    const told = customers.filter(({ event }) => event !== 'declined_untold')
    expect(customers).toHaveLength(told.length + 1)
    expect(told.map(({ id, at, services }) => ({ id, at, services }))).toEqual(
      partners.map(({ id, at, services }) => ({ id, at, services })),
    )
    expect(customers.map(({ event }) => event)).toEqual([
      ...['reinstated', 'removed_keep', 'reassigned', 'removed_by_customer', 'thawed', 'frozen', 'used'],
      ...['accepted', 'declined_untold', 'declined_told', 'asked_sent'],
    ])
    const own = story.customer.person.name
    const by = Object.fromEntries(customers.map((row) => [row.event, row.by]))
    expect(by).toMatchObject({ accepted: own, reassigned: own, declined_told: own, removed_keep: null })
    expect(customers.find(({ event }) => event === 'used')).toMatchObject({ note: 'Ticket 7' })
    expect(customers.find(({ event }) => event === 'asked_sent')).toMatchObject({ by: null, to: [] })
  })

  test('R-026 the partner’s timeline and receipts hold no word of another partner', async () => {
    const { agent, id, rival } = story
    const events = await ofPartner(story)
    const acceptance = events.find(({ event }) => event === 'accepted')?.id as Id<'acceptance'>
    const told = JSON.stringify([events, await agent.customers.receipt({ id, acceptance })])
    for (const word of [rival.id, rival.legalName]) expect(told).not.toContain(word)
  })

  test('U13 pages of any size, concatenated, are the whole, in one order on both sides', async () => {
    const { agent, admin, id, partner } = story
    for (const [read, whole] of [
      [(at: { cursor?: string }) => agent.customers.history({ id, limit: 3, ...at }), await ofPartner(story)],
      [
        (at: { cursor?: string }) => admin.partnerHistory.list({ partnerId: partner.id, limit: 3, ...at }),
        await ofCustomer(story),
      ],
    ] as const) {
      const found = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { events, nextCursor }: Awaited<ReturnType<typeof read>> = await read(cursor ? { cursor } : {})
        found.push(...events)
        cursor = nextCursor
      }
      expect(found).toEqual(whole)
    }
  })

  test('R-027 the receipt is kept, and shown again to both sides: agreement, parties, services, and who accepted', async () => {
    const { agent, admin, customer, id, partner } = story
    const acceptance = (await ofCustomer(story)).find(({ event }) => event === 'accepted')
      ?.id as Id<'acceptance'>
    const { name, version, url } = cloud.agreements.customer
    const receipt = {
      ...{ acceptance, agreement: { name, version, url }, customer: customer.legalName, language: 'en' },
      parties: [
        {
          ...{ legalName: partner.legalName, role: 'reseller', change: 'create' },
          services: [
            { name: 'Azure', movedFrom: null },
            { name: 'Intune', movedFrom: null },
          ],
        },
      ],
    }
    expect(await agent.customers.receipt({ id, acceptance })).toMatchObject(receipt)
    expect(await admin.partnerHistory.receipt({ partnerId: partner.id, acceptance })).toMatchObject({
      ...{ ...receipt, acceptedBy: customer.person.name },
    })
  })

  test('R-026 the customer’s receipt says from whom a service moved', async () => {
    const { admin, partner, rival } = story
    const { events } = await admin.partnerHistory.list({ partnerId: rival.id })
    const acceptance = events[0]?.id as Id<'acceptance'>
    const { parties } = await admin.partnerHistory.receipt({ partnerId: rival.id, acceptance })
    expect(parties[0]?.services).toEqual([{ name: 'Azure', movedFrom: partner.legalName }])
  })

  test('S1 nobody else reads it: not a rival, nor another customer, nor the receipt of another relationship', async () => {
    const { admin, agent, id, partner, rival, customer } = story
    const acceptance = (await ofPartner(story)).find(({ event }) => event === 'accepted')
      ?.id as Id<'acceptance'>
    const stranger = await world.as((await world.customer()).person)
    const competitor = await world.as(rival.person)
    const others = await world.customer()
    const { relationshipId } = await (await world.as(others.person)).invitation.accept(
      authorizing(tokenOf(partner, { withPrivileges: true }), grantAll),
    )
    for (const call of [
      () => competitor.customers.history({ id }),
      () => competitor.customers.receipt({ id, acceptance }),
      () => stranger.partnerHistory.list({ partnerId: partner.id }),
      () => admin.partnerHistory.receipt({ partnerId: rival.id, acceptance }),
      () => agent.customers.receipt({ id: relationshipId, acceptance }),
    ])
      expect(await refusalFrom(call())).toEqual({ code: 'not_found' })
    const { events } = await agent.customers.history({ id: relationshipId })
    expect(JSON.stringify(events)).not.toContain(customer.person.email)
  })

  test('U13 1,000 events load within 200 ms, page by page, on both sides', async () => {
    const [partner, customer] = [await world.partner(), await world.customer()]
    const api = { agent: await world.as(partner.person), admin: await world.as(customer.person) }
    const { relationshipId: id } = await api.admin.invitation.accept(
      authorizing(tokenOf(partner, { withPrivileges: true }), grantAll),
    )
    await world.asOwner(
      `insert into access_record (id, customer_id, partner_id, account_id, account_name, act, service, at)
      select gen_random_uuid(), $1, $2, $3, 'x', 'customer_services.open', 'azure', now() - number * interval '1 minute'
      from generate_series(1, 1000) number`,
      [customer.id, partner.id, partner.person.id],
    )
    const reads = [
      (at: { cursor?: string }) => api.agent.customers.history({ id, limit: 100, ...at }),
      (at: { cursor?: string }) =>
        api.admin.partnerHistory.list({ partnerId: partner.id, limit: 100, ...at }),
    ]
    for (const read of reads) {
      const took: number[] = []
      let count = 0
      for (let cursor: string | null = ''; cursor !== null; ) {
        const start = performance.now()
        const { events, nextCursor }: Awaited<ReturnType<typeof read>> = await read(cursor ? { cursor } : {})
        took.push(performance.now() - start)
        count += events.length
        cursor = nextCursor
      }
      expect(count).toBe(1001)
      expect(took.toSorted((one, other) => one - other)[Math.floor(took.length / 2)]).toBeLessThan(200)
    }
  })
})
