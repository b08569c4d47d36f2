import { randomUUID } from 'node:crypto'
import { endRequestDays } from '@entente/domain/relationship/end-request'
import { describe, expect, test } from 'vitest'
import { authorizing, givenWorld, outcomesOf, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })

/** A partner and its customer, with a relationship manager who acts for the customer. */
async function given() {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const manager = await world.as(
    await world.person({
      organisationId: customer.id,
      audience: 'customer',
      roles: ['relationship_manager'],
    }),
  )
  const { relationshipId } = await manager.invitation.accept(authorizing(tokenOf(partner)))
  const agent = await world.as(partner.person)
  const operator = await world.as(await world.operator('none', 'support_operator'))
  const ask = () => manager.endRequests.ask({ partnerId: partner.id, reason: 'We move on.', ...once() })
  return { partner, customer, manager, agent, operator, ask, relationshipId }
}

describe('R-063 U-09 asking to end a relationship', () => {
  test('the partner sees the reason and the deadline on Home and on the record, answers, and nothing ends', async () => {
    const { customer, partner, agent, manager, ask, relationshipId } = await given()
    expect((await agent.home.get()).attention.map(({ kind }) => kind)).not.toContain('end_asked')
    const { deadline } = await ask()
    expect((await agent.home.get()).attention).toContainEqual({ kind: 'end_asked', count: 1, at: deadline })
    expect((await agent.endRequests.list()).requests).toMatchObject([{ customerName: customer.legalName }])
    expect(await agent.endRequests.atCustomer({ id: relationshipId })).toMatchObject({
      ...{ status: 'open', reason: 'We move on.', deadline },
    })
    const answer = (words: { answer: 'explain'; text: string } | { answer: 'agree'; text?: string }) =>
      agent.endRequests.answer({ id: relationshipId, ...words, ...once() } as never)
    await answer({ answer: 'explain', text: 'The term runs until May.' })
    expect(await manager.endRequests.withPartner({ partnerId: partner.id })).toMatchObject({
      ...{ isActive: true, request: { status: 'explained', answer: 'The term runs until May.' } },
    })
    expect((await agent.home.get()).attention.map(({ kind }) => kind)).not.toContain('end_asked')
    await answer({ answer: 'agree' })
    expect(await refusalFrom(answer({ answer: 'agree' }))).toEqual({ code: 'end_request_closed' })
    expect(await agent.customers.get({ id: relationshipId })).toMatchObject({ removed: null })
    const told = (await world.jobsAbout(partner.id)).filter(({ name }) => name === 'end-request.changed')
    expect(told.map(({ data }) => data.event)).toEqual(['asked'])
    const actions = async (id: string) =>
      (await world.auditOf(id))
        .map(({ action }) => action)
        .filter((action) => action.startsWith('end_request'))
    const steps = ['end_request.asked', 'end_request.explained', 'end_request.agreed']
    expect([await actions(customer.id), await actions(partner.id)]).toEqual([steps, steps])
    expect(JSON.stringify(await world.auditOf(partner.id))).not.toContain('We move on.')
  })

  test('two presses at once ask once; the customer withdraws, and asks again', async () => {
    const { partner, manager, agent, ask, relationshipId } = await given()
    expect(await outcomesOf(ask(), ask())).toEqual(['done', 'end_already_asked'])
    const { request } = await manager.endRequests.withPartner({ partnerId: partner.id })
    const id = request?.id as NonNullable<typeof request>['id']
    await manager.endRequests.withdraw({ id, ...once() })
    expect(await refusalFrom(manager.endRequests.withdraw({ id, ...once() }))).toEqual({
      code: 'end_request_closed',
    })
    const late = agent.endRequests.answer({ id: relationshipId, answer: 'agree', ...once() })
    expect(await refusalFrom(late)).toEqual({ code: 'end_request_closed' })
    expect(await outcomesOf(ask())).toEqual(['done'])
  })

  test('after the deadline the operator mediates: notes for operators, an outcome that both read', async () => {
    const { partner, customer, manager, operator, ask, relationshipId, agent } = await given()
    const { id } = await ask()
    expect(await refusalFrom(operator.operatorEndRequests.get({ id }))).toEqual({ code: 'not_found' })
    await world.asOwner('update end_request set deadline = $2 where id = $1', [id, world.clock.now()])
    expect((await operator.operatorEndRequests.list()).due.map((row) => row.id)).toContain(id)
    await operator.operatorEndRequests.note({ id, text: 'Called both.', ...once() })
    const told = { outcome: 'partner_ends', told: 'The partner ends it in May.' } as const
    const settle = () => operator.operatorEndRequests.settle({ id, ...told, ...once() })
    expect(await outcomesOf(settle(), settle())).toEqual(['done', 'end_request_closed'])
    expect((await operator.operatorEndRequests.get({ id })).notes).toMatchObject([{ text: 'Called both.' }])
    const [ofCustomer, ofPartner] = [
      await manager.endRequests.withPartner({ partnerId: partner.id }),
      await agent.endRequests.atCustomer({ id: relationshipId }),
    ]
    expect([ofCustomer.request, ofPartner]).toMatchObject([told, told])
    expect(JSON.stringify([ofCustomer, ofPartner])).not.toContain('Called both.')
    const jobs = (await world.jobsAbout(id)).filter(({ data }) => data.event === 'settled')
    expect(jobs.map(({ data }) => data.organisationId).toSorted()).toEqual(
      [customer.id, partner.id].toSorted(),
    )
    expect(await agent.customers.get({ id: relationshipId })).toMatchObject({ removed: null })
  })

  test('D-08 a user asks for nothing, another partner learns nothing', async () => {
    const { partner, customer, ask } = await given()
    const { id } = await ask()
    const user = await world.as(
      await world.person({ organisationId: customer.id, audience: 'customer', roles: ['user'] }),
    )
    const asked = user.endRequests.ask({ partnerId: partner.id, reason: 'Now', ...once() })
    expect(await refusalFrom(asked)).toMatchObject({ code: 'not_decider' })
    const rival = await world.as((await world.partner()).person)
    expect((await rival.endRequests.list()).requests).toEqual([])
    const other = await world.as((await world.customer()).person)
    expect(await refusalFrom(other.endRequests.withdraw({ id, ...once() }))).toEqual({ code: 'not_found' })
    expect(await refusalFrom(other.endRequests.withPartner({ partnerId: partner.id }))).toEqual({
      code: 'not_found',
    })
    expect(endRequestDays).toBe(30)
  })
})
