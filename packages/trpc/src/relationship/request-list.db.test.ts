import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { listAuthorsOfRevoked } from '@entente/db/relationship/relationship-requests'
import { markAccepted, markDeclined } from '@entente/db/relationship/request-answers'
import { insertOutcome } from '@entente/db/relationship/request-log'
import { takeDomainAllowances } from '@entente/db/relationship/send-allowance'
import { describe, expect, test } from 'vitest'
import {
  authorizing,
  type Caller,
  cloud,
  givenWorld,
  outcomesOf,
  type Partner,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'

const world = await givenWorld()

async function draftOf(api: Caller) {
  const { templateVersion, language, subject, link, paragraphs } = await api.relationshipRequest.draft({
    withPrivileges: false,
  })
  return {
    ...{ templateVersion, language, withPrivileges: false, subject, link },
    paragraphs: paragraphs.map(({ key, text }) => ({ key, text })),
  }
}

/** A partner that sent one request to these addresses. */
async function givenSent(addresses: string[], references: Record<string, string> = {}) {
  const partner = await world.partner()
  const agent = await world.as(partner.person)
  const { id, recipients } = await agent.relationshipRequest.send({
    ...{ draft: await draftOf(agent), recipients: addresses, references, idempotencyKey: randomUUID() },
  })
  return { partner, agent, id, recipients }
}

const become = (status: string, address: string) =>
  world.asOwner('update request_recipient set status = $1 where address = $2', [status, address])
const list = (api: Caller, wish: object = {}) => api.relationshipRequest.list(wish)
const states = async (api: Caller) =>
  Object.fromEntries((await list(api)).rows.map(({ address, state }) => [address, state]))
const asPartner = ({ id, person }: Partner) => ({
  ...({ organisationId: id, audience: 'partner', personId: person.id } as const),
})

const alone = ({ id }: Partner) => ({ partnerId: id, providerId: null })

/** What the worker writes after a customer declined. */
const decline = (partner: Partner, answerer: { address: string | null; domain: string | null }) =>
  asTenant(world.services.database, asPartner(partner), async (db) => {
    const id = newId()
    const occurredAt = new Date()
    await insertOutcome(db, partner.id, {
      ...{
        id,
        kind: 'declined',
        customerName: 'Contoso',
        relationshipId: null,
        otherPartyId: null,
        occurredAt,
      },
    })
    await markDeclined(db, partner.id, { declineId: id, parties: alone(partner), ...answerer })
  })

describe('U-02 Requests has a row for each recipient', () => {
  test('that says how it stands: waiting, not delivered, declined, or asked by a revoked link', async () => {
    const { partner, agent } = await givenSent(['a@one.example', 'b@two.example', 'c@three.example'])
    await become('delivered', 'a@one.example')
    await become('bounced', 'b@two.example')
    await decline(partner, { address: 'c@three.example', domain: 'three.example' })
    expect(await states(agent)).toEqual({
      ...{ 'a@one.example': 'waiting', 'b@two.example': 'bounced', 'c@three.example': 'declined' },
    })
    await world.asOwner(
      'update relationship_link set version = version + 1, revoked_at = clock_timestamp() where partner_id = $1',
      [partner.id],
    )
    expect(await states(agent)).toEqual({
      ...{ 'a@one.example': 'revoked', 'b@two.example': 'bounced', 'c@three.example': 'declined' },
    })
  })

  test('an answer is matched by the exact address first, and by the domain for everybody else there', async () => {
    const { partner, agent } = await givenSent(['ada@contoso.example', 'bob@contoso.example', 'x@y.example'])
    const customer = await world.customer({ domain: 'contoso.example' })
    await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(partner)))
    const [relationship] = (await agent.customers.list({})).customers
    const answerer = { address: 'ada@contoso.example', domain: 'contoso.example' }
    await asTenant(world.services.database, asPartner(partner), (db) =>
      markAccepted(
        db,
        partner.id,
        { relationshipId: relationship?.id as never, requests: [alone(partner)], ...answerer },
        new Date(),
      ),
    )
    const { rows, counts } = await list(agent, { state: 'accepted' })
    expect(rows.map(({ address, matchedBy, customerName }) => [address, matchedBy, customerName])).toEqual([
      ['bob@contoso.example', 'domain', customer.legalName],
      ['ada@contoso.example', 'address', customer.legalName],
    ])
    expect(counts).toMatchObject({ accepted: 2, waiting: 1 })
  })

  test('a person at a web-mail domain is matched by the address, and nobody else there', async () => {
    const { partner, agent } = await givenSent(['ada@mail.example', 'bob@mail.example'])
    await decline(partner, { address: 'ada@mail.example', domain: null })
    expect(await states(agent)).toEqual({ 'ada@mail.example': 'declined', 'bob@mail.example': 'waiting' })
  })

  test('an answer without a request has a row of its own', async () => {
    const { partner, agent } = await givenSent(['ada@other.example'])
    await decline(partner, { address: 'eve@contoso.example', domain: 'contoso.example' })
    const [answer] = (await list(agent, { state: 'declined' })).rows
    expect(answer).toMatchObject({ kind: 'answer', customerName: 'Contoso', requestId: null })
  })

  test('a corrected mail takes the place of the one that did not arrive', async () => {
    const { agent, recipients } = await givenSent(['adda@contoso.example'])
    await become('bounced', 'adda@contoso.example')
    const recipientId = recipients[0]?.id as never
    await agent.relationshipRequest.sendAgain({
      ...{ recipientId, address: 'ada@contoso.example', idempotencyKey: randomUUID() },
    })
    expect((await list(agent)).rows).toMatchObject([{ address: 'ada@contoso.example', isAgain: true }])
  })
})

test('U-02 U4 search by word beginnings, filters and tabs narrow the list, and the tabs count what they would show', async () => {
  const { partner, agent } = await givenSent(['ada.muller@contoso.example', 'bob@fabrikam.example'], {
    'bob@fabrikam.example': 'Projekt Müller',
  })
  const colleague = await world.person({
    ...asPartner(partner),
    organisationId: partner.id,
    roles: ['sales_agent'],
  })
  const sales = await world.as(colleague)
  const draft = await draftOf(sales)
  await sales.relationshipRequest.prepare({
    draft,
    preparedFor: '華為 Services',
    idempotencyKey: randomUUID(),
  })
  await become('bounced', 'bob@fabrikam.example')
  const found = async (wish: object) =>
    (await list(agent, wish)).rows.map(({ address, preparedFor }) => address ?? preparedFor)
  const [ada, bob, other] = ['ada.muller@contoso.example', 'bob@fabrikam.example', '華為 Services']
  expect(await found({ search: 'mull' })).toEqual([bob, ada])
  expect(await found({ search: 'contoso.ex' })).toEqual([ada])
  expect(await found({ search: 'huawei' })).toEqual([other])
  expect(await found({ search: 'ontoso' })).toEqual([])
  expect(await found({ search: '\u200b' })).toEqual([])
  expect(await found({ author: colleague.id })).toEqual([other])
  expect(await found({ state: 'bounced' })).toEqual([bob])
  expect(await found({ since: new Date(Date.now() + 60_000).toISOString() })).toEqual([])
  expect(await found({ until: new Date(Date.now() + 60_000).toISOString() })).toHaveLength(3)
  expect((await list(agent, { search: 'mull', state: 'waiting' })).counts).toMatchObject({
    ...{ waiting: 1, bounced: 1, prepared: 0 },
  })
  expect((await list(agent)).authors.map(({ name }) => name).toSorted()).toEqual(
    [partner.person.name, colleague.name].toSorted(),
  )
  expect((await list(await world.as((await world.partner()).person))).rows).toEqual([])
})

test('S19 a bulk reminder goes as far as the limits of sending allow, and says who must wait or is left out', async () => {
  const addresses = ['a@one.example', 'b@two.example', 'c@three.example', 'd@four.example'].map(
    (one) => `${randomUUID()}${one}`,
  )
  const { partner, agent, recipients } = await givenSent(addresses)
  const [first = '', second = '', third = '', fourth = ''] = addresses
  for (const address of [first, second, third]) await become('delivered', address)
  await become('complained', fourth)
  // Only the first two had their mail more than a day ago.
  await world.asOwner(
    `update send_allowance set last_at = last_at - interval '25 hours' where subject = any($1)`,
    [[first, second].map((address) => `to:${address}`)],
  )
  const remind = () =>
    agent.relationshipRequest.remind({
      ...{ recipientIds: recipients.map(({ id }) => id), idempotencyKey: randomUUID() },
    })
  expect(await remind()).toMatchObject({ reminded: 2, waiting: 1, leftOut: 1, until: expect.any(Date) })
  const { rows } = await list(agent)
  expect(
    rows
      .filter(({ isAgain }) => isAgain)
      .map(({ address }) => address)
      .toSorted(),
  ).toEqual([first, second].toSorted())
  expect(await world.jobsAbout(partner.id)).toHaveLength(6)
  // Pressed again, nobody gets a second reminder.
  expect(await remind()).toMatchObject({ reminded: 0, leftOut: 3 })
  const rival = await world.as((await world.partner()).person)
  const [{ id } = { id: '' }] = recipients
  await expect(
    rival.relationshipRequest.remind({ recipientIds: [id as never], idempotencyKey: randomUUID() }),
  ).rejects.toThrow('not_found')
})

const waitedADay = (addresses: string[]) =>
  world.asOwner(`update send_allowance set last_at = last_at - interval '25 hours' where subject = any($1)`, [
    addresses.map((address) => `to:${address}`),
  ])
const remindAll = (api: Caller, recipients: { id: string }[]) =>
  api.relationshipRequest.remind({
    ...{ recipientIds: recipients.map(({ id }) => id as never), idempotencyKey: randomUUID() },
  })

test('a reminder and another mail of the partner wait for each other in a row, never in a circle', async () => {
  const [one, other] = [randomUUID(), randomUUID()].map((name) => `ada@${name}.example`) as [string, string]
  const { partner, agent, recipients } = await givenSent([one, other])
  for (const address of [one, other]) await become('delivered', address)
  await waitedADay([one, other])
  // One person's writes wait for each other; these are two people's.
  const colleague = await world.as(
    await world.person({ organisationId: partner.id, audience: 'partner', roles: ['admin_agent'] }),
  )
  const draft = await draftOf(colleague)
  const ordered = recipients.toSorted((a, b) => a.id.localeCompare(b.id))
  const last = ordered[1]?.address ?? ''
  const [row] = await world.asOwner<{ day: string }>(
    `select split_part(subject, ':', 2) as day from send_allowance where partner_id = $1 and subject like 'day:%'`,
    [partner.id],
  )
  // Until this ends, the sending has the last address and waits for its domain; the reminder takes everything else.
  const calls = await asTenant(world.services.database, asPartner(partner), async (db) => {
    const domain = new Map([[last.slice('ada@'.length), 1]])
    await takeDomainAllowances(
      db,
      partner.id,
      { day: row?.day ?? '', limits: cloud.requests },
      domain,
      new Date(),
    )
    const sending = colleague.relationshipRequest.send({
      ...{ draft, recipients: [last], idempotencyKey: randomUUID() },
    })
    await setTimeout(200)
    const reminder = remindAll(agent, ordered)
    await setTimeout(200)
    return { outcomes: outcomesOf(sending, reminder) }
  })
  // The reminder comes second, and its last address has just had a mail.
  expect(await calls.outcomes).toEqual(['done', 'done'])
  expect((await list(agent)).rows.filter(({ isAgain }) => isAgain)).toMatchObject([
    { address: ordered[0]?.address },
  ])
})

test('D-06 a mail is not sent again once its author may no longer hand out its link', async () => {
  const partner = await world.partner()
  const { templateVersion, language, subject, link, paragraphs } = await (
    await world.as(partner.person)
  ).relationshipRequest.draft({ withPrivileges: true })
  const [waiting, bounced] = [`a@${randomUUID()}.example`, `b@${randomUUID()}.example`]
  const { recipients } = await (await world.as(partner.person)).relationshipRequest.send({
    draft: {
      ...{ templateVersion, language, withPrivileges: true, subject, link },
      paragraphs: paragraphs.map(({ key, text }) => ({ key, text })),
    },
    ...{ recipients: [waiting, bounced], idempotencyKey: randomUUID() },
  })
  await become('delivered', waiting)
  await become('bounced', bounced)
  await waitedADay([waiting])
  const colleague = await world.person({
    ...{ organisationId: partner.id, audience: 'partner', roles: ['admin_agent'] },
  })
  const api = await world.as(colleague)
  await world.asOwner(`update auth.membership set roles = '{sales_agent}' where account_id = $1`, [
    partner.person.id,
  ])
  const [first, second] = recipients
  expect(await remindAll(api, first ? [first] : [])).toMatchObject({ reminded: 0, leftOut: 1 })
  const again = { recipientId: second?.id as never, address: `c@${randomUUID()}.example` }
  expect(
    await refusalFrom(api.relationshipRequest.sendAgain({ ...again, idempotencyKey: randomUUID() })),
  ).toEqual({ code: 'recipient_settled' })
  expect(await world.jobsAbout(partner.id)).toHaveLength(2)
})

test('U-02 a reminder after a revocation carries the new link, so its request counts as revoked only after the next one', async () => {
  const address = `a@${randomUUID()}.example`
  const { partner, agent, id, recipients } = await givenSent([address])
  await become('delivered', address)
  const revoke = () =>
    world.asOwner<{ id: string; at: Date }>(
      'update relationship_link set version = version + 1, revoked_at = now() where partner_id = $1 and not with_privileges returning id, revoked_at as at',
      [partner.id],
    )
  const [first] = await revoke()
  const revokedAt = async () => (await agent.relationshipRequest.get({ id })).linkRevokedAt
  expect(await revokedAt()).toEqual(first?.at)
  await waitedADay([address])
  expect(await remindAll(agent, recipients)).toMatchObject({ reminded: 1 })
  expect(await revokedAt()).toBeNull()
  const [second] = await revoke()
  expect(await revokedAt()).toEqual(second?.at)
  const authors = await asTenant(world.services.database, asPartner(partner), (db) =>
    listAuthorsOfRevoked(db, {
      ...{ partnerId: partner.id, linkId: second?.id as never, after: first?.at.toISOString() ?? null },
    }),
  )
  expect(authors).toEqual([{ accountId: partner.person.id, requests: 1 }])
})
