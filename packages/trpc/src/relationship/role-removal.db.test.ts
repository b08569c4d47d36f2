import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  authorizing,
  type Choice,
  cloud,
  givenWorld,
  grantAll,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'

const world = await givenWorld()
const services = cloud.services.map(({ id }) => id)
const once = () => ({ idempotencyKey: randomUUID() })

/** A customer whose partner holds every service, both signed in. */
async function givenHolder() {
  const [customer, partner] = [await world.customer(), await world.partner()]
  const [admin, agent] = [await world.as(customer.person), await world.as(partner.person)]
  const link = tokenOf(partner, { withPrivileges: true })
  await admin.invitation.accept(authorizing(link, grantAll))
  const entry = async () => (await agent.customers.list({})).customers[0]
  const removing = (named: string[]) => ({ partnerId: partner.id, services: named, ...once() })
  return { customer, partner, admin, agent, link, entry, removing }
}

const rows = (customerId: string) =>
  world.asOwner<{ service: string; end_reason: string | null; ended_by: string | null }>(
    'select service, end_reason, ended_by from admin_grant where customer_id = $1 order by service, granted_at',
    [customerId],
  )

describe('R-030, §4.8 Remove roles: granted -> removed by customer', () => {
  test('R-030 one service: its grant ends, with who ended it and why; the others stay', async () => {
    const { admin, agent, customer, entry, removing } = await givenHolder()
    const before = await agent.customers.counter()
    const answer = await admin.partnerRelationships.removeRoles(removing(['azure']))
    expect(answer).toMatchObject({ result: 'removed', removed: ['azure'] })
    const ended = (await rows(customer.id)).filter(({ end_reason }) => end_reason !== null)
    expect(ended).toEqual([
      { service: 'azure', end_reason: 'removed_by_customer', ended_by: customer.person.id },
    ])
    expect((await entry())?.services.toSorted()).toEqual(services.filter((id) => id !== 'azure').toSorted())
    expect(await agent.customers.counter()).not.toEqual(before)
  })

  test('R-030 at once: the partner’s next look at the record says not granted', async () => {
    const { admin, agent, entry, removing } = await givenHolder()
    const id = (await entry())?.id ?? ('' as never)
    expect((await agent.customers.get({ id })).acts['customer_users.view'].access).toBe('allowed')
    await admin.partnerRelationships.removeRoles(removing(services))
    const record = await agent.customers.get({ id })
    expect(record.services.map(({ access }) => access)).toEqual(services.map(() => 'not_granted'))
    expect([record.acts['customer_users.view'].access, record.acts['customer_licences.view'].access]).toEqual(
      ['not_granted', 'not_granted'],
    )
  })

  test('R-031 R-032 R-063 U-14 relationship, list entry and agreement stay as they were', async () => {
    const { admin, customer, partner, entry, removing } = await givenHolder()
    const state = () =>
      world.asOwner(
        `select r.status, r.since, a.link_id, a.accepted_by, a.agreement, a.version, a.accepted_at from relationship r
        join acceptance a using (customer_id, partner_id) where r.customer_id = $1`,
        [customer.id],
      )
    const before = await state()
    await admin.partnerRelationships.removeRoles(removing(services))
    expect(await state()).toEqual(before)
    expect(await entry()).toMatchObject({ services: [] })
    const { partner: shown } = await admin.partnerRelationships.get({ partnerId: partner.id })
    const { name, version } = cloud.agreements.customer
    expect(shown).toMatchObject({ status: 'active', agreement: { name, version } })
    expect(shown.services.every(({ held, ended }) => !held && ended?.reason === 'removed_by_customer')).toBe(
      true,
    )
  })

  test('removing twice answers the same and writes once; so does a repeated press', async () => {
    const { admin, customer, removing } = await givenHolder()
    const press = removing(['azure'])
    const first = await admin.partnerRelationships.removeRoles(press)
    expect(await admin.partnerRelationships.removeRoles(press)).toEqual(first)
    const written = await world.auditOf(customer.id)
    expect(await admin.partnerRelationships.removeRoles(removing(['azure']))).toMatchObject({
      result: 'already_removed',
      removed: [],
      kept: first.kept,
    })
    expect(await world.auditOf(customer.id)).toEqual(written)
  })

  test('eight presses at once end every grant once', async () => {
    const { admin, customer, removing } = await givenHolder()
    const presses = Array.from({ length: 8 }, () =>
      admin.partnerRelationships.removeRoles(removing(services)),
    )
    const results = (await Promise.all(presses)).map(({ result }) => result)
    expect(results.filter((result) => result === 'removed')).toHaveLength(1)
    const removals = (await world.auditOf(customer.id)).filter(({ action }) =>
      action.startsWith('admin_grant'),
    )
    expect(removals).toHaveLength(1)
  })

  test('both audit chains record it, each with what its tenant may know, and a job tells the partner what it lost', async () => {
    const { admin, customer, partner, entry, removing } = await givenHolder()
    const jobs = await world.jobsAbout(partner.id)
    await admin.partnerRelationships.removeRoles(removing(['azure']))
    const relationshipId = (await entry())?.id
    const action = 'admin_grant.removed_by_customer'
    const payload = { customerId: customer.id, services: ['azure'] }
    const [ofCustomer, ofPartner] = [await world.auditOf(customer.id), await world.auditOf(partner.id)]
    expect(ofCustomer.at(-1)).toMatchObject({ action, payload: { ...payload, partnerId: partner.id } })
    expect(ofPartner.at(-1)).toMatchObject({ action, actor_id: customer.person.id, payload })
    const told = (await world.jobsAbout(partner.id)).filter(
      ({ name }) => !jobs.some((job) => job.name === name),
    )
    expect(told).toEqual([
      {
        name: 'partner.privileges-lost',
        data: { partnerId: partner.id, relationshipId, services: ['azure'] },
      },
    ])
  })

  test('R-005 the same link restores what was removed, by a new press', async () => {
    const { admin, customer, entry, link, removing } = await givenHolder()
    await admin.partnerRelationships.removeRoles(removing(services))
    expect(await admin.invitation.accept(authorizing(link, grantAll))).toMatchObject({ result: 'restored' })
    expect((await entry())?.services.toSorted()).toEqual(services.toSorted())
    expect(await rows(customer.id)).toHaveLength(services.length * 2)
  })

  test('another partner’s services stay, and a partner without a relationship is not found', async () => {
    const { admin, removing } = await givenHolder()
    const rival = await world.partner()
    const asRival = { ...removing(['azure']), partnerId: rival.id }
    expect(await refusalFrom(admin.partnerRelationships.removeRoles(asRival))).toEqual({ code: 'not_found' })
    await admin.invitation.accept(authorizing(tokenOf(rival)))
    expect(await admin.partnerRelationships.removeRoles({ ...asRival, ...once() })).toMatchObject({
      result: 'already_removed',
    })
    const unknown = admin.partnerRelationships.removeRoles(removing(['nothing']))
    expect(await refusalFrom(unknown)).toEqual({ code: 'services_invalid' })
  })

  test('R-055 D-08 a person without rights sees the partners and who decides, and its refusal names them', async () => {
    const { customer } = await givenHolder()
    const user = await world.person({ organisationId: customer.id, audience: 'customer', roles: ['user'] })
    const api = await world.as(user)
    const { partners, admins } = await api.partnerRelationships.list({})
    expect(partners).toHaveLength(1)
    const who = [{ name: customer.person.name, email: customer.person.email }]
    expect(admins).toEqual(who)
    expect(await refusalFrom(api.people.list())).toEqual({ code: 'not_global_admin', admins: who })
  })

  test('R-030 R-062 only those who decide for the customer remove; the partner is not asked', async () => {
    const { agent, customer, removing } = await givenHolder()
    const user = await world.person({ organisationId: customer.id, audience: 'customer', roles: ['user'] })
    const refusals = [
      await refusalFrom((await world.as(user)).partnerRelationships.removeRoles(removing(['azure']))),
      await refusalFrom(agent.partnerRelationships.removeRoles(removing(['azure']))),
    ]
    expect(refusals.map(({ code }) => code)).toEqual(['not_decider', 'not_signed_in'])
  })
})

describe('R-061 Remove all: the privileges of every partner end in one act', () => {
  /** Two partners, one of them a reseller, that hold all services of a customer together. */
  async function givenTwo() {
    const { customer, partner, admin, agent } = await givenHolder()
    const reseller = await world.partner({ kind: 'indirect_reseller' })
    const [first = '', ...rest] = services
    const choices: Choice[] = [
      [first, 'move', partner.id],
      ...rest.map((id): Choice => [id, 'keep', partner.id]),
    ]
    await admin.invitation.accept(authorizing(tokenOf(reseller, { withPrivileges: true }), choices))
    const seen = (await admin.partnerRelationships.holders()).map(
      ({ service, partner: { id: partnerId } }) => ({
        service,
        partnerId,
      }),
    )
    return { customer, partner, reseller, admin, agent, seen, first, rest }
  }

  test('R-061 R-063 R-031 no grant is left, resellers included, and every relationship and agreement stays', async () => {
    const { customer, partner, reseller, admin, seen } = await givenTwo()
    const commercial = () =>
      world.asOwner(
        'select r.partner_id, r.status, r.since, a.id from relationship r join acceptance a using (customer_id, partner_id) where r.customer_id = $1 order by a.id',
        [customer.id],
      )
    const before = await commercial()
    await admin.partnerRelationships.removeAllRoles({ holders: seen, ...once() })
    expect(await admin.partnerRelationships.holders()).toEqual([])
    expect(await commercial()).toEqual(before)
    for (const { person } of [partner, reseller]) {
      const { customers } = await (await world.as(person)).customers.list({})
      expect(customers).toMatchObject([{ id: expect.any(String), services: [] }])
    }
  })

  test('each chain records it once: the customer’s for each partner, a partner’s for itself alone', async () => {
    const { customer, partner, reseller, admin, seen, first, rest } = await givenTwo()
    await admin.partnerRelationships.removeAllRoles({ holders: seen, ...once() })
    const removalsIn = async (id: string) =>
      (await world.auditOf(id)).filter(({ action }) => action === 'admin_grant.removed_by_customer')
    const own = await removalsIn(customer.id)
    expect(own.map(({ payload }) => [payload.partnerId, payload.services])).toEqual(
      expect.arrayContaining([
        [partner.id, expect.arrayContaining(rest)],
        [reseller.id, [first]],
      ]),
    )
    expect(own).toHaveLength(2)
    const resellers = await removalsIn(reseller.id)
    expect(resellers).toHaveLength(1)
    expect(JSON.stringify(resellers)).not.toContain(partner.id)
  })

  test('a service that moved since the customer looked refuses all of it, and ends nothing', async () => {
    const { customer, reseller, admin, seen, rest } = await givenTwo()
    const rival = await world.partner()
    const [moved = ''] = rest
    const choices = services.map((id): Choice => {
      const holder = seen.find(({ service }) => service === id)?.partnerId
      return [id, id === moved ? 'move' : 'keep', holder]
    })
    await admin.invitation.accept(authorizing(tokenOf(rival, { withPrivileges: true }), choices))
    const refusal = await refusalFrom(admin.partnerRelationships.removeAllRoles({ holders: seen, ...once() }))
    expect(refusal).toEqual({ code: 'holders_changed' })
    expect(
      (await rows(customer.id)).filter(({ end_reason }) => end_reason === 'removed_by_customer'),
    ).toEqual([])
    expect(
      (await admin.partnerRelationships.holders()).some(({ partner: { id } }) => id === reseller.id),
    ).toBe(true)
  })

  test('pressed twice, it ends every grant once', async () => {
    const { customer, admin, seen } = await givenTwo()
    await Promise.all(
      [1, 2].map(() => admin.partnerRelationships.removeAllRoles({ holders: seen, ...once() })),
    )
    const ended = (await rows(customer.id)).filter(({ end_reason }) => end_reason === 'removed_by_customer')
    expect(ended).toHaveLength(services.length)
    const records = (await world.auditOf(customer.id)).filter(({ action }) =>
      action.startsWith('admin_grant'),
    )
    expect(records).toHaveLength(2)
  })
})
