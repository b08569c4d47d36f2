import { randomUUID } from 'node:crypto'
import type { PartnerRole } from '@entente/domain/core/role'
import { describe, expect, test } from 'vitest'
import {
  authorizing,
  type Caller,
  cloud,
  givenWorld,
  grantAll,
  outcomesOf,
  type Partner,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'
import { removingCustomer } from '../../testing/removal.ts'

const world = await givenWorld()
const services = cloud.services.map(({ id }) => id)
const [first = '', ...others] = services
const once = () => ({ idempotencyKey: randomUUID() })

/** A customer whose partner holds every service, both signed in. */
async function given(of?: Partner) {
  const [customer, partner] = [await world.customer(), of ?? (await world.partner())]
  const [admin, agent] = [await world.as(customer.person), await world.as(partner.person)]
  const link = tokenOf(partner, { withPrivileges: true })
  const accept = () => admin.invitation.accept(authorizing(link, grantAll))
  const { relationshipId: id } = await accept()
  const giveUp = (wanted = services, tellsCustomers = false) =>
    agent.ownPrivileges.giveUp({ customers: [{ id, services: wanted }], tellsCustomers, ...once() })
  return { customer, partner, admin, agent, id, accept, giveUp }
}

const held = async (admin: Caller) =>
  (await admin.partnerRelationships.list({})).partners.flatMap((row) =>
    row.services.filter((service) => service.held).map(({ service }) => service),
  )
const records = async (id: string) =>
  (await world.auditOf(id)).filter(({ action }) => action === 'admin_grant.removed_by_partner')
const jobs = async (name: string, customerId: string) =>
  world.asOwner(`select data from outbox where name = $1 and data ->> 'customerId' = $2`, [name, customerId])

describe('§4.8 granted -> removed by partner', () => {
  test('R-005 single services or all, effective with the answer; the relationship stays, and the customer gives them back', async () => {
    const { admin, agent, id, giveUp, accept } = await given()
    expect(await giveUp([first])).toMatchObject([{ id, result: 'removed', removed: [first] }])
    const open = (service: string) => agent.customerServices.open({ id, service, ...once() })
    expect((await refusalFrom(open(first))).code).toBe('not_granted')
    expect(await outcomesOf(open(others[0] ?? ''))).toEqual(['done'])
    expect((await held(admin)).toSorted()).toEqual(others.toSorted())
    expect((await giveUp())[0]).toMatchObject({ removed: expect.arrayContaining(others), kept: [] })
    expect(await held(admin)).toEqual([])
    expect((await agent.customers.list({})).customers).toMatchObject([{ id, services: [] }])
    const { acts, services: shown } = await agent.customers.get({ id })
    expect(acts['customer_users.view'].access).toBe('not_granted')
    expect(shown.every(({ state, givenUp }) => state === 'not_granted' && givenUp)).toBe(true)
    expect((await agent.customers.list({ lost: 7 })).customers).toEqual([])
    expect(await accept()).toMatchObject({ relationshipId: id })
    expect((await held(admin)).toSorted()).toEqual(services.toSorted())
  })

  test('both chains record it once, and both timelines tell who gave what up', async () => {
    const { admin, agent, customer, partner, id, giveUp } = await given()
    await giveUp([first])
    const shared = { relationshipId: id, customerId: customer.id, services: [first] }
    expect((await records(partner.id)).map(({ payload }) => payload)).toEqual([shared])
    expect((await records(customer.id)).map(({ payload }) => payload)).toEqual([
      { ...shared, partnerId: partner.id },
    ])
    const own = (await agent.customers.history({ id })).events[0]
    expect(own).toMatchObject({
      ...{ event: 'removed_by_partner', side: 'partner', by: partner.person.name, services: [first] },
    })
    const theirs = (await admin.partnerHistory.list({ partnerId: partner.id })).events[0]
    expect(theirs).toMatchObject({ id: own?.id, event: 'removed_by_partner', side: 'partner', by: null })
  })

  test('several customers in one act: a result for each, also where the privileges were gone already', async () => {
    const partner = await world.partner()
    const [left, gone] = [await given(partner), await given(partner)]
    const roles = { partnerId: partner.id, services, ...once() }
    await gone.admin.partnerRelationships.removeRoles(roles)
    const customers = [left, gone].map(({ id }) => ({ id, services: [first] }))
    const results = await left.agent.ownPrivileges.giveUp({ customers, tellsCustomers: false, ...once() })
    expect(new Map(results.map(({ id, result, removed }) => [id, [result, removed]]))).toEqual(
      new Map([
        [left.id, ['removed', [first]]],
        [gone.id, ['already_removed', []]],
      ]),
    )
    expect(await records(gone.customer.id)).toEqual([])
    const { customers: listed } = await left.agent.ownPrivileges.list({})
    expect(listed.map(({ id }) => id)).toEqual([left.id])
    const reviewed = await left.agent.ownPrivileges.review({ ids: [left.id, gone.id] })
    expect(new Map(reviewed.map((row) => [row.id, row.services.length]))).toEqual(
      new Map([
        [left.id, others.length],
        [gone.id, 0],
      ]),
    )
  })

  test('M-12 the customer’s admins are told if the partner wants it, once a press', async () => {
    const { customer, giveUp } = await given()
    await giveUp([first])
    expect(await jobs('customer.privileges-lost', customer.id)).toEqual([])
    await giveUp(others, true)
    await giveUp(others, true)
    expect(await jobs('customer.privileges-lost', customer.id)).toMatchObject([
      { data: { services: expect.arrayContaining(others), by: 'partner' } },
    ])
  })

  test('§5 a helpdesk agent may look; a sales agent and other companies see nothing, and 50 customers are the most', async () => {
    const { agent, partner, id, giveUp } = await given()
    const as = async (role: PartnerRole) =>
      world.as(
        await world.person({ organisationId: partner.id, audience: 'partner' as const, roles: [role] }),
      )
    const customers = [{ id, services: [first] }]
    const input = () => ({ customers, tellsCustomers: false, ...once() })
    const helpdesk = await as('helpdesk_agent')
    expect((await helpdesk.ownPrivileges.review({ ids: [id] }))[0]?.services).toHaveLength(services.length)
    expect((await refusalFrom(helpdesk.ownPrivileges.giveUp(input()))).code).toBe('missing_permission')
    const sales = await as('sales_agent')
    expect((await refusalFrom(sales.ownPrivileges.list({}))).code).toBe('missing_permission')
    const rival = await world.as((await world.partner()).person)
    expect(await refusalFrom(rival.ownPrivileges.review({ ids: [id] }))).toEqual({ code: 'not_found' })
    expect(await refusalFrom(rival.ownPrivileges.giveUp(input()))).toEqual({ code: 'not_found' })
    const many = Array.from({ length: 51 }, () => ({
      id: randomUUID(),
      services: [first],
    })) as typeof customers
    expect((await refusalFrom(agent.ownPrivileges.giveUp({ ...input(), customers: many }))).code).toBe(
      'invalid_input',
    )
    expect((await refusalFrom(giveUp(['nothing']))).code).toBe('services_invalid')
    world.clock.forward({ minutes: 16 })
    expect((await refusalFrom(giveUp())).code).toBe('step_up_required')
  })

  test('R-156 what outlived the relationship can be given up, too', async () => {
    const { admin, agent, customer, id, giveUp } = await given()
    await agent.customerRemoval.remove(removingCustomer(id, customer))
    expect((await agent.ownPrivileges.list({ search: customer.legalName })).customers).toMatchObject([{ id }])
    await giveUp()
    expect(await held(admin)).toEqual([])
    expect((await agent.formerCustomers.list({})).customers).toMatchObject([{ id, services: [] }])
  })

  test('R-030 colleagues and the customer at once: each grant ends once, and lists and chains agree', async () => {
    const { admin, agent, customer, partner, id, giveUp } = await given()
    const taking = { partnerId: partner.id, services, ...once() }
    const presses = [giveUp(), giveUp(), giveUp([first]), admin.partnerRelationships.removeRoles(taking)]
    expect(await outcomesOf(...presses)).toEqual(Array(4).fill('done'))
    expect(await held(admin)).toEqual([])
    expect((await agent.customers.list({})).customers).toMatchObject([{ id, services: [] }])
    const told = (await world.auditOf(customer.id)).flatMap(({ action, payload }) =>
      action.startsWith('admin_grant.') ? ((payload as { services: string[] }).services ?? []) : [],
    )
    expect(told.toSorted()).toEqual(services.toSorted())
  })
})
