import { randomUUID } from 'node:crypto'
import { removeAsOwner } from '@entente/db/testing/rows'
import { describe, expect, test } from 'vitest'
import {
  authorizing,
  choosing,
  cloud,
  givenWorld,
  grantAll,
  type Partner,
  tokenOf,
} from '../../testing/index.ts'

const world = await givenWorld()

const services = cloud.services.map(({ id }) => id)

/** A customer with a partner that holds every service. */
async function givenHolder() {
  const customer = await world.customer()
  const holder = await world.partner()
  const admin = await world.as(customer.person)
  await admin.invitation.accept(authorizing(tokenOf(holder, { withPrivileges: true }), grantAll))
  return { customer, holder, admin }
}

const listOf = async (partner: Partner) =>
  (await (await world.as(partner.person)).customers.list({})).customers

describe('what a link shows', () => {
  test('R-180 U-23 anybody with the link sees who asks, for which services, under which agreement', async () => {
    const partner = await world.partner({ legalName: 'Contoso Reselling GmbH' })
    const card = await world.caller().invitation.card({ token: tokenOf(partner, { withPrivileges: true }) })
    expect(card).toMatchObject({
      partner: { legalName: 'Contoso Reselling GmbH', country: 'DE', kind: 'direct_bill', verified: true },
      withPrivileges: true,
      services: cloud.services,
      agreement: cloud.agreements.customer,
    })
    expect(JSON.stringify(card)).not.toContain(partner.id)
  })

  test('R-180 the link without privileges asks for no service', async () => {
    const card = await world.caller().invitation.card({ token: tokenOf(await world.partner()) })
    expect(card).toMatchObject({ withPrivileges: false, services: [] })
  })

  test('R-026 the review names the holder of each service to the customer, who alone may know', async () => {
    const { admin, holder } = await givenHolder()
    const rival = await world.partner()
    const review = await admin.invitation.review({ token: tokenOf(rival, { withPrivileges: true }) })
    const held = { state: 'held_by_other', holder: { id: holder.id, legalName: holder.legalName } }
    expect(review.services).toMatchObject(services.map((service) => ({ service, ...held })))
    expect(review.parties).toMatchObject([{ relationship: 'none' }])
    const own = await admin.invitation.review({ token: tokenOf(holder, { withPrivileges: true }) })
    expect(own.services).toMatchObject(services.map(() => ({ state: 'already_yours' })))
    expect(own.parties).toMatchObject([{ relationship: 'active' }])
  })

  test('R-022 the review says when the customer declined before, and only this partner’s request', async () => {
    const admin = await world.as((await world.customer()).person)
    const [partner, other] = [await world.partner(), await world.partner()]
    const declinedAt = async (who: Partner) =>
      (await admin.invitation.review({ token: tokenOf(who) })).declinedAt
    expect(await declinedAt(partner)).toBeNull()
    const input = { token: tokenOf(partner), tellPartner: false, idempotencyKey: crypto.randomUUID() }
    await admin.invitation.decline(input)
    expect(await declinedAt(partner)).toBeInstanceOf(Date)
    expect(await declinedAt(other)).toBeNull()
  })
})

describe('Authorize', () => {
  test('R-002, R-023, R-058 the customer appears on the list when it has accepted, and never before', async () => {
    const partner = await world.partner()
    const customer = await world.customer()
    const sales = await world.as(partner.person)
    const before = await sales.customers.counter()
    await (await world.as(customer.person)).invitation.review({ token: tokenOf(partner) })
    expect(await sales.customers.list({})).toMatchObject({ customers: [], hasAny: false })
    expect(await sales.customers.counter()).toEqual(before)
    const admin = await world.as(customer.person)
    const accepted = await admin.invitation.accept(authorizing(tokenOf(partner)))
    expect(accepted).toMatchObject({
      result: 'accepted',
      granted: [],
      partner: { legalName: partner.legalName },
    })
    const list = await sales.customers.list({})
    expect(list).toMatchObject({
      hasAny: true,
      customers: [
        { id: accepted.relationshipId, name: customer.legalName, domain: customer.domain, services: [] },
      ],
    })
    expect(await sales.customers.counter()).not.toEqual(before)
  })

  test('R-022, D-12 what was ticked is granted, what was not is not', async () => {
    const partner = await world.partner()
    const customer = await world.customer()
    const admin = await world.as(customer.person)
    const token = tokenOf(partner, { withPrivileges: true })
    const { granted } = await admin.invitation.accept(authorizing(token, choosing(['azure', 'grant'])))
    expect(granted).toEqual(['azure'])
    expect(await listOf(partner)).toMatchObject([{ services: ['azure'] }])
    const relationships = await admin.partnerRelationships.list({})
    const held = relationships.partners[0]?.services.filter((row) => row.held).map(({ service }) => service)
    expect(held).toEqual(['azure'])
  })

  test('R-052 ten customers accept with one link', async () => {
    const partner = await world.partner()
    for (let number = 0; number < 10; number++) {
      const admin = await world.as((await world.customer()).person)
      const { result } = await admin.invitation.accept(authorizing(tokenOf(partner)))
      expect(result).toBe('accepted')
    }
    expect(await listOf(partner)).toHaveLength(10)
  })

  test('accepting again changes nothing; a missing grant comes back only by a new press', async () => {
    const { admin, customer, holder } = await givenHolder()
    const token = tokenOf(holder, { withPrivileges: true })
    const rows = async () => [
      (await world.auditOf(customer.id)).length,
      (await world.jobsAbout(customer.id)).length,
    ]
    const before = await rows()
    expect(await admin.invitation.accept(authorizing(token, grantAll))).toMatchObject({
      result: 'already_partner',
    })
    expect(await rows()).toEqual(before)
    await world.asOwner(
      `update admin_grant set ended_at = now(), end_reason = 'removed_by_customer'
      where customer_id = $1 and service = 'azure'`,
      [customer.id],
    )
    expect(await admin.invitation.accept(authorizing(token, grantAll))).toMatchObject({
      result: 'restored',
      granted: ['azure'],
    })
    expect(await listOf(holder)).toMatchObject([{ services: expect.arrayContaining(services) }])
  })

  test('an earlier, removed relationship is reinstated', async () => {
    const { admin, customer, holder } = await givenHolder()
    const removal = { partnerId: holder.id, services, idempotencyKey: randomUUID() }
    await admin.partnerRelationships.removeRoles(removal)
    const [entry] = await listOf(holder)
    await removeAsOwner(world, entry?.id ?? '')
    expect(await listOf(holder)).toEqual([])
    const { result } = await admin.invitation.accept(authorizing(tokenOf(holder)))
    expect(result).toBe('restored')
    expect(await listOf(holder)).toMatchObject([{ name: customer.legalName, services: [] }])
  })

  test('a relationship, its records and its jobs are written exactly once, and carry the id of the acceptance', async () => {
    const { customer, holder } = await givenHolder()
    expect((await world.auditOf(customer.id)).map(({ action }) => action)).toEqual(['relationship.accepted'])
    expect((await world.auditOf(holder.id)).map(({ action }) => action)).toEqual(['relationship.accepted'])
    const [acceptance, ...more] = await world.asOwner<{ id: string; change: string; granted: string[] }>(
      `select id, change, (select array_agg(service order by service) from admin_grant where acceptance_id = a.id) as granted
      from acceptance a where customer_id = $1`,
      [customer.id],
    )
    expect([acceptance?.change, acceptance?.granted, more]).toEqual(['create', services.toSorted(), []])
    const jobs = [...(await world.jobsAbout(customer.id)), ...(await world.jobsAbout(holder.id))]
    expect(jobs.map(({ name }) => name)).toEqual([
      ...['customer.privileges-granted', 'mail.relationship-receipt', 'relationship.accepted'],
    ])
    const records = [...(await world.auditOf(customer.id)), ...(await world.auditOf(holder.id))]
    const carried = [...jobs.map(({ data }) => data), ...records.map(({ payload }) => payload)]
    expect(carried.map((of) => (of as { acceptanceId: string }).acceptanceId)).toEqual(
      Array(5).fill(acceptance?.id),
    )
  })
})

describe('Decline', () => {
  test('the partner is not told unless the customer chooses so', async () => {
    const partner = await world.partner()
    const customer = await world.customer()
    const admin = await world.as(customer.person)
    const decline = { token: tokenOf(partner), idempotencyKey: crypto.randomUUID() }
    expect(await admin.invitation.decline({ ...decline, tellPartner: false })).toEqual({ told: false })
    expect(await world.jobsAbout(partner.id)).toEqual([])
    expect(await world.auditOf(partner.id)).toEqual([])
    expect(await world.auditOf(customer.id)).toMatchObject([{ action: 'relationship_request.declined' }])
  })

  test('a customer who tells the partner makes one job, which holds only ids', async () => {
    const partner = await world.partner()
    const customer = await world.customer()
    const admin = await world.as(customer.person)
    const decline = { token: tokenOf(partner), tellPartner: true, idempotencyKey: crypto.randomUUID() }
    expect(await admin.invitation.decline(decline)).toEqual({ told: true })
    const jobs = await world.jobsAbout(partner.id)
    expect(jobs).toMatchObject([{ name: 'relationship.declined', data: { customerId: customer.id } }])
    expect(await listOf(partner)).toEqual([])
  })
})

describe('R-055, R-056 Partner relationships', () => {
  test('every partner is listed with what it holds, with or without privileges', async () => {
    const { admin, holder } = await givenHolder()
    const plain = await world.partner()
    await admin.invitation.accept(authorizing(tokenOf(plain)))
    const { partners } = await admin.partnerRelationships.list({})
    expect(partners.map(({ id }) => id).toSorted()).toEqual([holder.id, plain.id].toSorted())
    const held = Object.fromEntries(
      partners.map(({ id, services: rows }) => [id, rows.filter((row) => row.held).length]),
    )
    expect(held).toEqual({ [holder.id]: services.length, [plain.id]: 0 })
  })
})
