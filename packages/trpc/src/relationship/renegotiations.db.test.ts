import { randomUUID } from 'node:crypto'
import { attestationVersion } from '@entente/domain/core/attestation'
import type { Id } from '@entente/domain/core/id'
import { describe, expect, test } from 'vitest'
import { authorizing, givenWorld, outcomesOf, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })
const stated = { text: 'New terms from June, support by Fabrikam.', attested: true }

/** A partner and its customer, with a relationship manager who acts for the customer. */
async function given() {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const person = { organisationId: customer.id, audience: 'customer' as const }
  const manager = await world.as(await world.person({ ...person, roles: ['relationship_manager'] }))
  const { relationshipId: id } = await manager.invitation.accept(authorizing(tokenOf(partner)))
  const agent = await world.as(partner.person)
  const partnerId = partner.id
  const latest = async () => (await manager.renegotiations.withPartner({ partnerId })).latest
  return {
    ...{ partner, customer, manager, agent, id, latest },
    ofPartner: () => agent.renegotiations.stateToCustomer({ id, ...stated, ...once() }),
    ofCustomer: () => manager.renegotiations.stateToPartner({ partnerId, ...stated, ...once() }),
    byPartner: async (act: 'attest' | 'decline' | 'withdraw', attested = true) =>
      agent.renegotiations.answerCustomer({
        id,
        renegotiationId: await idOf(latest),
        act,
        attested,
        ...once(),
      }),
    byCustomer: async (act: 'attest' | 'decline' | 'withdraw', attested = true) =>
      manager.renegotiations.answerPartner({
        ...{ partnerId, renegotiationId: await idOf(latest), act, attested },
        ...once(),
      }),
    historyOf: async () => [
      (await agent.customers.history({ id })).events,
      (await manager.partnerHistory.list({ partnerId })).events,
    ],
  }
}

const idOf = async (latest: () => Promise<{ id: Id<'renegotiation'> } | null>) =>
  (await latest())?.id as Id<'renegotiation'>

describe('R-036 a renegotiated agreement', () => {
  test('R-036 D-30 one side states it, the other attests it; both read it, and nothing else changes', async () => {
    const { partner, customer, agent, id, latest, ofPartner, byCustomer, historyOf } = await given()
    const record = async () => ({ ...(await agent.customers.get({ id })), history: null })
    const before = await record()
    await ofPartner()
    expect(await latest()).toMatchObject({
      ...{ statedBy: 'partner', status: 'stated' },
      acts: ['attest', 'decline'],
    })
    expect(await refusalFrom(byCustomer('attest', false))).toEqual({ code: 'attestation_missing' })
    await byCustomer('attest')
    expect(await latest()).toMatchObject({ text: stated.text, status: 'attested', acts: [] })
    expect(await record()).toEqual(before)
    const told = [...(await world.jobsAbout(customer.id)), ...(await world.jobsAbout(partner.id))]
    const { id: renegotiationId } = (await latest()) ?? {}
    expect(told.filter(({ name }) => name === 'renegotiation.changed').map(({ data }) => data)).toEqual([
      { organisationId: customer.id, audience: 'customer', renegotiationId, event: 'stated' },
      { organisationId: partner.id, audience: 'partner', renegotiationId, event: 'attested' },
    ])
    expect(await world.asOwner('select 1 from outbox where data::text like $1', [`%${id}%renegot%`])).toEqual(
      [],
    )
    const [ofAgent, ofManager] = await historyOf()
    expect(ofAgent?.slice(0, 2).map(({ event, side }) => [event, side])).toEqual([
      ['renegotiation_attested', 'customer'],
      ['renegotiation_stated', 'partner'],
    ])
    const known = (events: typeof ofAgent) =>
      events?.map(({ id, at, event, side }) => ({ id, at, event, side }))
    expect(known(ofManager)).toEqual(known(ofAgent))
    // Each side reads its own person, never the other's.
    expect(ofAgent?.slice(0, 2).map(({ by }) => by)).toEqual([null, partner.person.name])
    expect(ofManager?.[1]?.by).toBeNull()
    const actions = async (id: string) =>
      (await world.auditOf(id)).map(({ action }) => action).filter((action) => action.startsWith('renegot'))
    const steps = ['renegotiation.stated', 'renegotiation.attested']
    expect([await actions(partner.id), await actions(customer.id)]).toEqual([steps, steps])
    expect(JSON.stringify(await world.auditOf(partner.id))).not.toContain(stated.text)
  })

  test('R-036 only the other side answers, only the side that stated it withdraws, and a closed one stays', async () => {
    const { agent, ofCustomer, byCustomer, byPartner, latest } = await given()
    await ofCustomer()
    expect(await refusalFrom(byCustomer('attest'))).toEqual({ code: 'renegotiation_closed' })
    expect(await refusalFrom(byPartner('withdraw'))).toEqual({ code: 'renegotiation_closed' })
    await byCustomer('withdraw')
    expect(await refusalFrom(byPartner('attest'))).toEqual({ code: 'renegotiation_closed' })
    await ofCustomer()
    await byPartner('decline')
    expect(await latest()).toMatchObject({ statedBy: 'customer', status: 'declined' })
    const rival = await world.as((await world.partner()).person)
    const { id } = await given()
    const foreign = { id, renegotiationId: await idOf(latest), act: 'attest' as const, attested: true }
    for (const other of [rival, agent])
      expect(await refusalFrom(other.renegotiations.answerCustomer({ ...foreign, ...once() }))).toEqual({
        code: 'not_found',
      })
  })

  test('R-036 both sides at once state one thing; attest and withdraw at once have one outcome', async () => {
    for (let round = 0; round < 5; round++) {
      const { ofPartner, ofCustomer, byPartner, byCustomer, latest } = await given()
      expect(await outcomesOf(ofPartner(), ofCustomer())).toEqual(['done', 'renegotiation_open'])
      const [by, other] =
        (await latest())?.statedBy === 'partner' ? [byPartner, byCustomer] : [byCustomer, byPartner]
      expect(await outcomesOf(by('withdraw'), other('attest'))).toEqual(['done', 'renegotiation_closed'])
    }
  })

  test('R-036 a relationship that was removed has nothing left to renegotiate', async () => {
    const { agent, customer, id, ofPartner, ofCustomer } = await given()
    await agent.customerRemoval.remove({
      ...{ id, typedName: customer.legalName, attestation: { given: true, version: attestationVersion } },
      ...once(),
    })
    for (const state of [ofPartner, ofCustomer])
      expect(await refusalFrom(state())).toEqual({ code: 'not_found' })
  })
})

describe('U13 the timeline', () => {
  test('U13 R-063 each step of a request to end stands under one id on both sites', async () => {
    const { partner, manager, agent, id, historyOf } = await given()
    await manager.endRequests.ask({ partnerId: partner.id, reason: 'We move on.', ...once() })
    await agent.endRequests.answer({ id, answer: 'explain', text: 'The term runs until May.', ...once() })
    await agent.endRequests.answer({ id, answer: 'agree', ...once() })
    const [ofAgent, ofManager] = await historyOf()
    const steps = (events: typeof ofAgent) =>
      events?.slice(0, 3).map(({ id, event, side, note }) => ({ id, event, side, note }))
    expect(steps(ofAgent)).toMatchObject([
      { event: 'end_agreed', side: 'partner', note: null },
      { event: 'end_explained', side: 'partner' },
      { event: 'end_asked', side: 'customer' },
    ])
    expect(steps(ofManager)).toEqual(steps(ofAgent))
    expect(JSON.stringify([ofAgent, ofManager])).not.toContain('We move on.')
  })
})
