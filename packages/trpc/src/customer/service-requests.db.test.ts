import { createHash, randomUUID } from 'node:crypto'
import { cloudOf } from '@entente/clouds/clouds'
import type { Id } from '@entente/domain/core/id'
import { expect, test } from 'vitest'
import { authorizing, givenWorld, grantAll, outcomesOf, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const asked = { severity: 'moderate' as const, title: 'Mailboxes do not sync', text: 'Since this morning.' }

/** A customer that gave a direct-bill partner every privilege, its helpdesk agent, and an operator. */
async function given(options: { roles?: ['helpdesk_agent'] } = {}) {
  const [partner, customer] = [await world.partner(options), await world.customer()]
  const admin = await world.as(customer.person)
  const { relationshipId: id } = await admin.invitation.accept(
    authorizing(tokenOf(partner, { withPrivileges: true }), grantAll),
  )
  const agent = await world.as(partner.person)
  const operator = await world.as(await world.operator())
  const open = (changes: object = {}) =>
    agent.serviceRequests.open({ id, service: 'microsoft-365', ...asked, ...once(), ...changes })
  const reply = (request: Id<'service_request'>, input: { act: 'reply' | 'close'; text: string }) =>
    agent.serviceRequests.reply({ id, request, ...input, ...once() })
  const answer = (request: Id<'service_request'>, act: 'answer' | 'ask' | 'close', text = 'We look at it.') =>
    operator.operatorServiceRequests.answer({ request, act, text, ...once() })
  const remove = (...services: string[]) =>
    admin.partnerRelationships.removeRoles({ partnerId: partner.id, services, ...once() })
  return { partner, customer, admin, agent, operator, id, open, reply, answer, remove }
}

const mailsOf = (request: string) =>
  world.asOwner<{ accountId: string | null }>(
    `select data->>'accountId' as "accountId" from outbox where name = 'mail.service-request'
      and data->>'serviceRequestId' = $1 order by id`,
    [request],
  )

test('§4.12 M-19 a helpdesk agent opens a request with an attachment, operator and partner talk, and it is closed', async () => {
  const { partner, customer, admin, agent, operator, open, reply, answer } = await given({
    roles: ['helpdesk_agent'],
  })
  const { id } = await open({ attachment: { name: 'error.png', content: png.toString('base64') } })
  expect(await answer(id, 'ask')).toEqual({ status: 'attention_needed' })
  expect(await reply(id, { act: 'reply', text: 'All of them.' })).toEqual({ status: 'open' })
  expect(await answer(id, 'answer')).toEqual({ status: 'open' })
  expect(await answer(id, 'close', '')).toEqual({ status: 'closed' })
  const seen = await agent.serviceRequests.get({ request: id })
  expect(seen.notes.map(({ event, writer }) => [event, writer])).toEqual([
    ['opened', partner.person.name],
    ['asked', null],
    ['replied', partner.person.name],
    ['answered', null],
    ['closed', null],
  ])
  // One mail to the operator for each message of the partner, one to the person for each of the operator.
  expect((await mailsOf(id)).map(({ accountId }) => accountId !== null)).toEqual([
    false,
    true,
    false,
    true,
    true,
  ])
  const document = seen.documents[0]?.id
  if (!document) throw new Error('There is no attachment.')
  for (const reader of [agent.serviceRequests, operator.operatorServiceRequests])
    expect(await reader.document({ document })).toMatchObject({
      mediaType: 'image/png',
      content: png.toString('base64'),
    })
  // The customer reads who used its privileges, under the id of the request.
  expect((await admin.accessLog.list({})).entries).toMatchObject([{ id, act: 'service_requests.create' }])
  const actions = (await world.auditOf(partner.id)).map(({ action }) => action)
  for (const event of ['opened', 'asked', 'replied', 'answered', 'closed', 'document_read'])
    expect(actions).toContain(`service_request.${event}`)
  expect((await world.auditOf(customer.id)).map(({ action }) => action)).toContain('service_request.opened')
})

test('R-001 D-09 without privileges a request is refused with the reason, in the next request after the removal', async () => {
  const { agent, id, open, reply, remove } = await given()
  const { id: request } = await open()
  await remove('microsoft-365')
  expect(await refusalFrom(open())).toEqual({ code: 'not_granted' })
  const { services } = await agent.serviceRequests.services({ id })
  expect(services.find((one) => one.id === 'microsoft-365')?.refusal).toBe('not_granted')
  expect(services.find((one) => one.id === 'azure')?.refusal).toBeNull()
  // What is open is still answered; a closed one needs privileges again.
  expect(await reply(request, { act: 'close', text: '' })).toEqual({ status: 'closed' })
  const again = { id, service: 'microsoft-365', request, text: 'It is back.' }
  expect(await refusalFrom(agent.serviceRequests.reopen({ ...again, ...once() }))).toEqual({
    code: 'not_granted',
  })
})

test('R-033 D-09 an operator opens a request for a partner without privileges that calls, and it is marked so', async () => {
  const { partner, customer, agent, operator, id, remove, reply } = await given()
  const call = (changes: object = {}) =>
    operator.operatorServiceRequests.openByPhone({
      ...{ ...asked, relationshipId: id, service: 'azure', caller: partner.person.email, ...once() },
      ...changes,
    })
  expect(await refusalFrom(call())).toEqual({ code: 'privileges_are_there' })
  await remove('azure')
  expect(await refusalFrom(call({ caller: customer.person.email }))).toEqual({ code: 'caller_unknown' })
  const { id: request } = await call()
  expect(await agent.serviceRequests.get({ request })).toMatchObject({
    ...{ channel: 'phone', requestedBy: partner.person.id, service: 'azure', status: 'open' },
  })
  expect(await mailsOf(request)).toEqual([{ accountId: partner.person.id }])
  expect(await reply(request, { act: 'reply', text: 'Thank you.' })).toEqual({ status: 'open' })
  for (const chain of [partner.id, customer.id])
    expect(
      (await world.auditOf(chain)).filter(({ action }) => action === 'service_request.opened'),
    ).toHaveLength(1)
  await world.asOwner(`update auth.membership set roles = '{sales_agent}' where account_id = $1`, [
    partner.person.id,
  ])
  expect(await refusalFrom(call())).toEqual({ code: 'caller_unknown' })
})

test('§4.12 a closed request is reopened for its own service within 30 days', async () => {
  const { agent, id, open, answer, reply } = await given()
  const { id: request } = await open()
  const reopen = (service = 'microsoft-365') =>
    agent.serviceRequests.reopen({ id, service, request, text: 'It is back.', ...once() })
  expect(await refusalFrom(reopen())).toEqual({ code: 'service_request_not_closed' })
  await answer(request, 'close', '')
  expect(await refusalFrom(reopen('azure'))).toEqual({ code: 'not_found' })
  expect(await reopen()).toEqual({ status: 'open' })
  await reply(request, { act: 'close', text: 'Solved.' })
  await world.asOwner(`update service_request set closed_at = now() - interval '31 days' where id = $1`, [
    request,
  ])
  expect(await refusalFrom(reopen())).toEqual({ code: 'service_request_closed_long_ago' })
})

test('§4.12 resellers open none for Azure, and 21Vianet takes them in the customer’s admin centre', async () => {
  const { partner, agent, id, open } = await given()
  await world.asOwner(`update organisation set partner_kind = 'indirect_reseller' where id = $1`, [
    partner.id,
  ])
  expect(await refusalFrom(open({ service: 'azure' }))).toEqual({ code: 'service_not_for_resellers' })
  await open()
  const elsewhere = world.caller({
    token: await world.tokenFor(partner.person),
    cloud: { ...cloudOf('global'), serviceRequests: cloudOf('china-21vianet').serviceRequests },
  })
  const call = elsewhere.serviceRequests.open({ id, service: 'microsoft-365', ...asked, ...once() })
  expect(await refusalFrom(call)).toEqual({ code: 'service_requests_elsewhere' })
  expect((await elsewhere.serviceRequests.services({ id })).handling).toBe('redirect')
  expect((await agent.serviceRequests.services({ id })).handling).toBe('native')
})

test('of two operators who close a request at once, one does', async () => {
  const { open, answer } = await given()
  const { id } = await open()
  expect((await outcomesOf(answer(id, 'close'), answer(id, 'close'))).sort()).toEqual([
    'done',
    'service_request_closed',
  ])
})

test('an attachment is taken by its content, up to ten for one request', async () => {
  const { open, agent, id } = await given()
  const refusedFor = async (content: Buffer) =>
    refusalFrom(open({ attachment: { name: 'x.png', content: content.toString('base64') } }))
  expect(await refusedFor(Buffer.from('MZ'))).toEqual({ code: 'document_refused', reason: 'type' })
  expect(await refusedFor(Buffer.alloc(0))).toEqual({ code: 'document_refused', reason: 'empty' })
  const { id: request } = await open()
  const attach = () =>
    agent.serviceRequests.reply({
      ...{ id, request, act: 'reply', text: 'See this.', ...once() },
      attachment: { name: 'x.png', content: png.toString('base64') },
    })
  for (let number = 0; number < 10; number++) await attach()
  expect(await refusalFrom(attach())).toEqual({ code: 'document_refused', reason: 'too_many' })
  const [kept] = await world.asOwner<{ sha256: Buffer }>(
    'select sha256 from service_request_document limit 1',
  )
  expect(kept?.sha256).toEqual(createHash('sha256').update(png).digest())
})

test('the lists are filtered and read page by page', async () => {
  const { partner, agent, operator, id, open, answer, customer } = await given()
  const first = await open({ title: 'Müller cannot sign in', severity: 'critical' })
  for (let number = 0; number < 26; number++) await open({ title: `Request ${number}` })
  const titles = async (input: object) =>
    (await agent.serviceRequests.list(input as never)).requests.map(({ title }) => title)
  expect(await titles({ search: 'muller' })).toEqual(['Müller cannot sign in'])
  expect(await titles({ severity: 'critical', customer: id })).toEqual(['Müller cannot sign in'])
  const page = await agent.serviceRequests.list({})
  expect(page.requests).toHaveLength(25)
  expect(await titles({ cursor: page.nextCursor })).toEqual(['Request 0', 'Müller cannot sign in'])
  await answer(first.id, 'answer')
  const queue = async (input: object) =>
    (await operator.operatorServiceRequests.list({ search: partner.legalName, ...input } as never)).requests
  expect(await queue({ handledBy: 'me' })).toMatchObject([{ id: first.id, partnerName: partner.legalName }])
  expect(await queue({ handledBy: 'nobody', search: customer.legalName })).toHaveLength(25)
})

test('U8 §4.12 the filter of customers with open requests finds a service request until it is closed', async () => {
  const { agent, open, answer } = await given()
  const found = async () => (await agent.customers.list({ requests: 'open' })).customers.length
  expect(await found()).toBe(0)
  const { id } = await open()
  expect(await found()).toBe(1)
  await answer(id, 'ask')
  expect(await found()).toBe(1)
  await answer(id, 'close', '')
  expect(await found()).toBe(0)
})
