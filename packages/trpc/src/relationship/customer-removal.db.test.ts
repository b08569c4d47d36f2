import { randomUUID } from 'node:crypto'
import { givenSold } from '@entente/db/testing/sold'
import { attestationVersion } from '@entente/domain/core/attestation'
import { sized } from '@entente/testkit/full'
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
import { removingCustomer as removing } from '../../testing/removal.ts'

const world = await givenWorld()
const services = cloud.services.map(({ id }) => id)

/** A customer whose partner holds every service, both signed in. */
async function given(partner?: Partner) {
  const [customer, holder] = [await world.customer(), partner ?? (await world.partner())]
  const [admin, agent] = [await world.as(customer.person), await world.as(holder.person)]
  const link = tokenOf(holder, { withPrivileges: true })
  const { relationshipId: id } = await admin.invitation.accept(authorizing(link, grantAll))
  const remove = () => agent.customerRemoval.remove(removing(id, customer))
  const again = () => admin.invitation.accept(authorizing(link, grantAll))
  return { customer, partner: holder, admin, agent, link, id, remove, again }
}

/** Runs with another rule of the cloud for what a removal does (D-01, D-34). */
async function under<T>(rule: Partial<typeof cloud.removal>, work: () => Promise<T>): Promise<T> {
  const { services: api } = world
  const before = api.cloud
  api.cloud = { ...before, removal: { ...before.removal, ...rule } }
  try {
    return await work()
  } finally {
    api.cloud = before
  }
}

const jobs = async () => (await world.asOwner<{ count: string }>('select count(*) from outbox'))[0]?.count
const removals = async (id: string) =>
  (await world.auditOf(id)).filter(({ action }) => action === 'relationship.removed')
const held = async (admin: Caller) =>
  (await admin.partnerRelationships.list({})).partners.flatMap((row) =>
    row.services.filter((service) => service.held).map(({ service }) => service),
  )

describe('R-154 D-07 Remove customer relationship', () => {
  test('R-154 the page says before what is live there and what happens to it', async () => {
    const { agent, customer, id } = await given()
    expect(await agent.customerRemoval.review({ id })).toMatchObject({
      ...{ customer: customer.legalName, status: 'active', isBlocked: false, privileges: 'keep' },
      ...{ services: cloud.services, requests: [], attestation: attestationVersion },
    })
    await under({ liveItems: 'block', privileges: 'revoke' }, async () => {
      expect(await agent.customerRemoval.review({ id })).toMatchObject({
        ...{ isBlocked: true, privileges: 'revoke' },
      })
    })
  })

  test('R-155 U-20 the customer leaves the list and is a former customer, with who removed it and when', async () => {
    const { agent, customer, partner, id, remove } = await given()
    const before = await agent.customers.counter()
    await remove()
    expect((await agent.customers.list({})).customers).toEqual([])
    expect((await agent.customers.summary()).total).toBe(0)
    expect(await agent.customers.counter()).not.toEqual(before)
    const [former] = (await agent.formerCustomers.list({})).customers
    expect(former).toMatchObject({ id, name: customer.legalName, removedBy: partner.person.name })
    expect(former?.removedAt).toBeInstanceOf(Date)
    expect(await agent.customers.get({ id })).toMatchObject({
      removed: { by: partner.person.name },
      ...{ acts: { 'customer_users.view': { access: 'removed' } }, ask: null },
    })
    const [organisation] = await world.asOwner('select legal_name from organisation where id = $1', [
      customer.id,
    ])
    expect(organisation).toEqual({ legal_name: customer.legalName })
  })

  test('R-157 who stated what, in which version, language and when is kept; the customer reads no person', async () => {
    const { agent, customer, partner, id } = await given()
    const stated = removing(id, customer)
    const unstated = { ...stated, attestation: { given: false, version: attestationVersion } }
    expect(await refusalFrom(agent.customerRemoval.remove(unstated))).toEqual({ code: 'attestation_missing' })
    await agent.customerRemoval.remove(stated)
    const kept = await world.asOwner(
      'select attestation, language, removed_by, privileges, services from relationship_removal where relationship_id = $1',
      [id],
    )
    expect(kept).toEqual([
      {
        ...{ attestation: attestationVersion, language: 'en', removed_by: partner.person.id },
        ...{ privileges: 'keep', services: expect.arrayContaining(services) },
      },
    ])
  })

  test('R-160 both chains record it once, and nothing tells anybody: no mail, no job', async () => {
    const { customer, partner, id, remove } = await given()
    const before = await jobs()
    await remove()
    expect(await jobs()).toBe(before)
    const [ofPartner, ...more] = await removals(partner.id)
    const [ofCustomer, ...others] = await removals(customer.id)
    expect([...more, ...others]).toEqual([])
    expect(ofPartner?.payload).toMatchObject({ relationshipId: id, attestation: attestationVersion })
    expect(ofCustomer?.payload).toEqual({
      ...{ relationshipId: id, customerId: customer.id, partnerId: partner.id, privileges: 'keep' },
      services: expect.arrayContaining(services),
    })
  })

  test('R-156 D-01 privileges are kept: the customer still sees them, and takes them away itself', async () => {
    const { admin, agent, partner, remove } = await given()
    expect(await remove()).toMatchObject({ kept: expect.arrayContaining(services), ended: [] })
    expect((await held(admin)).toSorted()).toEqual(services.toSorted())
    const [shown] = (await admin.partnerRelationships.list({})).partners
    expect(shown?.status).toBe('removed')
    const once = { idempotencyKey: randomUUID() }
    await admin.partnerRelationships.removeRoles({ partnerId: partner.id, services, ...once })
    expect(await held(admin)).toEqual([])
    expect((await agent.formerCustomers.list({})).customers[0]).toMatchObject({ services: [] })
  })

  test('R-156 D-01 where the cloud revokes, the privileges end in the same transaction', async () => {
    const { admin, agent, id, remove } = await given()
    await under({ privileges: 'revoke' }, async () => {
      expect(await remove()).toMatchObject({ kept: [], ended: expect.arrayContaining(services) })
    })
    expect(await held(admin)).toEqual([])
    const ends = await world.asOwner(
      `select distinct end_reason, ended_by, ended_at = removed_at as at_once from admin_grant g
      join relationship_removal r using (customer_id, partner_id) where relationship_id = $1`,
      [id],
    )
    expect(ends).toEqual([{ end_reason: 'removed_by_partner', ended_by: null, at_once: true }])
    expect((await agent.formerCustomers.list({})).customers[0]).toMatchObject({ services: [] })
  })

  test('D-34 where the cloud says so, nothing is removed while something is live', async () => {
    const { agent, id, remove } = await given()
    await under({ liveItems: 'block' }, async () => {
      expect(await refusalFrom(remove())).toEqual({ code: 'customer_items_live' })
    })
    expect((await agent.customers.get({ id })).removed).toBeNull()
  })

  test('D-34 R-154 U-08 live subscriptions are listed before, and block where the cloud says so', async () => {
    const { agent, partner, customer, id, remove } = await given()
    await world.asOwner('update admin_grant set ended_at = now(), end_reason = $2 where partner_id = $1', [
      ...[partner.id, 'removed_by_customer'],
    ])
    const between = { partner, customerId: customer.id, relationshipId: id, at: new Date() }
    const { subscriptionId } = await givenSold(world, { ...between, offer: 'Basic', quantity: 7 })
    const ended = await givenSold(world, { ...between, offer: 'Ended' })
    await world.asOwner(`update subscription set status = 'canceled', canceled_at = now() where id = $1`, [
      ended.subscriptionId,
    ])
    await under({ liveItems: 'block' }, async () => {
      expect(await agent.customerRemoval.review({ id })).toMatchObject({
        ...{ isBlocked: true, services: [], hasMoreSubscriptions: false },
        subscriptions: [{ id: subscriptionId, offerName: 'Basic', quantity: 7 }],
      })
      expect(await refusalFrom(remove())).toEqual({ code: 'customer_items_live' })
    })
    await remove()
    expect((await agent.customers.get({ id })).removed).not.toBeNull()
  })

  test('R-161 accepting again makes the same record active, with its history, as often as it happens', async () => {
    const { agent, id, remove, again } = await given()
    for (const _ of [1, 2]) {
      await remove()
      expect(await again()).toMatchObject({ result: 'restored', relationshipId: id })
      expect(await agent.customers.list({})).toMatchObject({ customers: [{ id }] })
      expect((await agent.formerCustomers.list({})).customers).toEqual([])
    }
    const [{ count } = { count: '' }] = await world.asOwner<{ count: string }>(
      'select count(*) from relationship_removal where relationship_id = $1',
      [id],
    )
    expect(count).toBe('2')
  })

  test('§4.7 of a joint relationship each party removes its own; the other’s stays, and one acceptance brings it back', async () => {
    const reseller = await world.partner({ kind: 'indirect_reseller' })
    const provider = await world.partner({ kind: 'indirect_provider' })
    const customer = await world.customer()
    const admin = await world.as(customer.person)
    const [selling, providing] = [await world.as(reseller.person), await world.as(provider.person)]
    const token = await world.jointToken(reseller, provider)
    await admin.invitation.accept(authorizing(token, grantAll))
    const idOf = async (of: Caller) => (await of.customers.list({})).customers[0]?.id
    const before = [await idOf(selling), await idOf(providing)]
    await selling.customerRemoval.remove(removing(before[0] ?? ('' as never), customer))
    expect([await idOf(selling), await idOf(providing)]).toEqual([undefined, before[1]])
    await admin.invitation.accept(authorizing(token, grantAll))
    expect([await idOf(selling), await idOf(providing)]).toEqual(before)
    const changes = await world.asOwner(
      'select change, provider_change from acceptance where customer_id = $1 order by accepted_at',
      [customer.id],
    )
    expect(changes.at(-1)).toEqual({ change: 'reinstate', provider_change: 'unchanged' })
  })

  test('D-07 only an admin agent or global admin removes, and only a customer of its own', async () => {
    const { agent, customer, partner, id } = await given()
    const of = { organisationId: partner.id, audience: 'partner' as const }
    for (const role of ['sales_agent', 'helpdesk_agent'] as const) {
      const person = await world.as(await world.person({ ...of, roles: [role] }))
      const refusal = await refusalFrom(person.customerRemoval.remove(removing(id, customer)))
      expect(refusal.code).toBe('missing_permission')
    }
    const rival = await world.as((await world.partner()).person)
    expect(await refusalFrom(rival.customerRemoval.remove(removing(id, customer)))).toEqual({
      code: 'not_found',
    })
    world.clock.forward({ minutes: 16 })
    expect(await refusalFrom(agent.customerRemoval.remove(removing(id, customer)))).toMatchObject({
      code: 'step_up_required',
    })
  })

  test('the list of former customers finds by word and goes on page by page, the newest removal first', async () => {
    const partner = await world.partner()
    const names: string[] = []
    for (const _ of [1, 2, 3]) {
      const { customer, remove } = await given(partner)
      await remove()
      names.unshift(customer.legalName)
    }
    const agent = await world.as(partner.person)
    const first = await agent.formerCustomers.list({ limit: 2 })
    const second = await agent.formerCustomers.list({ limit: 2, cursor: first.nextCursor ?? '' })
    expect([...first.customers, ...second.customers].map(({ name }) => name)).toEqual(names)
    expect(second.nextCursor).toBeNull()
    const found = await agent.formerCustomers.list({ search: names[1] ?? '' })
    expect(found.customers.map(({ name }) => name)).toEqual([names[1]])
    expect(await agent.formerCustomers.list({ search: 'zzz' })).toMatchObject({
      ...{ customers: [], hasAny: true },
    })
  })
})

describe('races of a removal', () => {
  test('R-155 eight colleagues at once remove it once', async () => {
    const { agent, customer, partner, id } = await given()
    const presses = Array.from({ length: 8 }, () => agent.customerRemoval.remove(removing(id, customer)))
    expect(await outcomesOf(...presses)).toEqual(['done', ...Array(7).fill('relationship_already_removed')])
    expect(await removals(partner.id)).toHaveLength(1)
  })

  test('R-161 R-030 a removal beside an acceptance and a removal of roles: one order, no privilege outlives a revoking removal', async () => {
    await under({ privileges: 'revoke' }, async () => {
      for (let round = 0; round < sized(6, 200); round += 1) {
        const { admin, agent, partner, id, remove, again } = await given()
        const once = { idempotencyKey: randomUUID() }
        const roles = { partnerId: partner.id, services: ['azure'], ...once }
        const outcomes = await outcomesOf(again(), remove(), admin.partnerRelationships.removeRoles(roles))
        expect(outcomes.filter((outcome) => outcome !== 'done')).toEqual([])
        const { removed } = await agent.customers.get({ id })
        const rows = await held(admin)
        if (removed) expect(rows).toEqual([])
        const shown = removed
          ? (await agent.formerCustomers.list({})).customers[0]
          : (await agent.customers.list({})).customers[0]
        expect(shown?.services.toSorted()).toEqual(rows.toSorted())
      }
    })
  })
})
