import { describe, expect, test } from 'vitest'
import {
  authorizing,
  type Choice,
  cloud,
  givenWorld,
  grantAll,
  type Partner,
  refusalFrom,
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

const keeping = (holder: Partner, ...moved: string[]): Choice[] =>
  services.map((service) => [service, moved.includes(service) ? 'move' : 'keep', holder.id])

describe('R-026, R-057, D-12 Keep and Move', () => {
  test('R-026 Keep leaves every service where it is and still makes a relationship', async () => {
    const { admin, holder } = await givenHolder()
    const rival = await world.partner()
    const token = tokenOf(rival, { withPrivileges: true })
    const accepted = await admin.invitation.accept(authorizing(token, keeping(holder)))
    expect(accepted).toMatchObject({ result: 'accepted', granted: [] })
    expect(await listOf(holder)).toMatchObject([{ services: expect.arrayContaining(services) }])
    expect(await listOf(rival)).toMatchObject([{ services: [] }])
  })

  test('R-026 Move ends the former holder’s grant and its entry in the list', async () => {
    const { admin, customer, holder } = await givenHolder()
    const rival = await world.partner()
    const before = await (await world.as(holder.person)).customers.counter()
    const token = tokenOf(rival, { withPrivileges: true })
    await admin.invitation.accept(authorizing(token, keeping(holder, 'azure')))
    expect(await listOf(rival)).toMatchObject([{ services: ['azure'] }])
    const [kept] = await listOf(holder)
    expect(kept?.services.toSorted()).toEqual(services.filter((service) => service !== 'azure').toSorted())
    expect(await (await world.as(holder.person)).customers.counter()).not.toEqual(before)
    const ended = await world.asOwner(
      `select partner_id, end_reason from admin_grant where customer_id = $1 and ended_at is not null`,
      [customer.id],
    )
    expect(ended).toEqual([{ partner_id: holder.id, end_reason: 'reassigned' }])
  })

  test('no partner’s record names another partner; the customer’s record names both', async () => {
    const { admin, customer, holder } = await givenHolder()
    const rival = await world.partner()
    await admin.invitation.accept(
      authorizing(tokenOf(rival, { withPrivileges: true }), keeping(holder, 'azure', 'intune')),
    )
    const lost = await world.auditOf(holder.id)
    expect(lost.at(-1)).toMatchObject({
      action: 'admin_grant.removed_by_customer',
      payload: { customerId: customer.id },
    })
    expect(lost.at(-1)?.payload.services).toEqual(['azure', 'intune'])
    const won = await world.auditOf(rival.id)
    for (const [records, other] of [
      [lost, rival],
      [won, holder],
    ] as const) {
      expect(JSON.stringify(records)).not.toContain(other.id)
      expect(JSON.stringify(records)).not.toContain(other.legalName)
    }
    const record = JSON.stringify((await world.auditOf(customer.id)).at(-1))
    expect(record).toContain(holder.id)
    expect(record).toContain(rival.id)
  })

  test('the former holder’s record of the customer says not granted, and names nobody', async () => {
    const { admin, holder } = await givenHolder()
    const rival = await world.partner()
    await admin.invitation.accept(
      authorizing(tokenOf(rival, { withPrivileges: true }), keeping(holder, ...services)),
    )
    const person = await world.as(holder.person)
    const [entry] = await listOf(holder)
    if (!entry) throw new Error('The relationship left the list.')
    const record = await person.customers.get({ id: entry.id })
    expect(record.services.map(({ state }) => state)).toEqual(services.map(() => 'not_granted'))
    expect(JSON.stringify(record)).not.toContain(rival.legalName)
    expect(JSON.stringify(record)).not.toContain(rival.id)
  })

  test('D-12 a holder that changed since the customer looked: 409 and nothing written', async () => {
    const { admin, customer } = await givenHolder()
    const rival = await world.partner()
    const token = tokenOf(rival, { withPrivileges: true })
    expect(await refusalFrom(admin.invitation.accept(authorizing(token, grantAll)))).toEqual({
      code: 'holders_changed',
    })
    expect(await listOf(rival)).toEqual([])
    expect(await world.auditOf(rival.id)).toEqual([])
    expect(await world.jobsAbout(rival.id)).toEqual([])
    expect(await world.auditOf(customer.id)).toHaveLength(1)
  })
})
