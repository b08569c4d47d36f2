import { randomUUID } from 'node:crypto'
import { asTenant } from '@entente/db/core/scopes'
import { sized } from '@entente/testkit/full'
import { describe, expect, test } from 'vitest'
import {
  authorizing,
  type Choice,
  choosing,
  cloud,
  generousLimits,
  givenWorld,
  grantAll,
  outcomesOf,
  type Partner,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'
import { removingCustomer } from '../../testing/removal.ts'

const world = await givenWorld({ limits: generousLimits })
const services = cloud.services.map(({ id }) => id)
const { version } = cloud.agreements.customer
const once = () => ({ idempotencyKey: randomUUID() })
const rounds = sized(3, 200)

/** A customer whose first partner holds every service; the second holds none. */
async function givenTwo() {
  const [customer, holder, other] = [await world.customer(), await world.partner(), await world.partner()]
  const admin = await world.as(customer.person)
  await admin.invitation.accept(authorizing(tokenOf(holder, { withPrivileges: true }), grantAll))
  await admin.invitation.accept(authorizing(tokenOf(other)))
  const moving = (...named: string[]) => ({
    partnerId: other.id,
    services: named.map((service) => ({ service, holderSeen: holder.id })),
    agreement: { accepted: false, version },
    ...once(),
  })
  return { customer, holder, other, admin, moving }
}

const listOf = async (partner: Partner) =>
  (await (await world.as(partner.person)).customers.list({})).customers
const grantsOf = (customerId: string) =>
  world.asOwner<{ service: string; partner_id: string; end_reason: string | null }>(
    'select service, partner_id, end_reason from admin_grant where customer_id = $1 order by service, granted_at, id',
    [customerId],
  )

describe('R-029, §4.8 a customer moves a service to another partner that it deals with', () => {
  test('R-029 the old holder’s grant ends and the new one’s begins, by the same act; the rest stays', async () => {
    const { admin, customer, holder, other, moving } = await givenTwo()
    expect(await admin.partnerRelationships.moveRoles(moving('azure'))).toEqual({
      moved: ['azure'],
      partner: { legalName: other.legalName },
    })
    expect(await listOf(other)).toMatchObject([{ services: ['azure'] }])
    const [kept] = await listOf(holder)
    expect(kept?.services.toSorted()).toEqual(services.filter((id) => id !== 'azure').toSorted())
    const [act] = await world.asOwner(
      `select ended.end_reason, ended.moved_by = given.acceptance_id as same_act, given.granted_by = ended.ended_by as same_person
      from admin_grant ended join admin_grant given using (customer_id, service)
      where customer_id = $1 and service = 'azure' and ended.ended_at is not null and given.ended_at is null`,
      [customer.id],
    )
    expect(act).toEqual({ end_reason: 'reassigned', same_act: true, same_person: true })
  })

  test('R-031 R-063 both relationships stay as they were', async () => {
    const { admin, customer, moving } = await givenTwo()
    const state = () =>
      world.asOwner('select partner_id, status, since from relationship where customer_id = $1 order by 1', [
        customer.id,
      ])
    const before = await state()
    await admin.partnerRelationships.moveRoles(moving(...services))
    expect(await state()).toEqual(before)
  })

  test('the new holder gets an acceptance like any other, with a receipt for the person who moved', async () => {
    const { admin, customer, holder, other, moving } = await givenTwo()
    await admin.partnerRelationships.moveRoles(moving('azure'))
    const [own] = (await world.auditOf(customer.id)).slice(-1)
    expect(own).toMatchObject({
      action: 'relationship.accepted',
      payload: { parties: [{ partnerId: other.id, grants: [{ service: 'azure', from: holder.id }] }] },
    })
    const told = (await world.auditOf(other.id)).at(-1)
    expect(told).toMatchObject({ action: 'relationship.accepted', payload: { granted: ['azure'] } })
    expect(JSON.stringify(told)).not.toContain(holder.id)
    const acceptanceId = String(own?.payload.acceptanceId)
    const jobs = (await world.jobsAbout(acceptanceId)).map(({ name }) => name)
    expect(jobs).toEqual([
      'customer.privileges-granted',
      'mail.relationship-receipt',
      'relationship.accepted',
    ])
  })

  test('D-12 a holder that changed since the customer looked: nothing is written', async () => {
    const { admin, customer, other, moving } = await givenTwo()
    await admin.partnerRelationships.moveRoles(moving('azure'))
    const before = await world.auditOf(customer.id)
    const third = await world.partner()
    await admin.invitation.accept(authorizing(tokenOf(third)))
    const stale = { ...moving('azure', 'intune'), partnerId: third.id }
    expect(await refusalFrom(admin.partnerRelationships.moveRoles(stale))).toEqual({
      code: 'holders_changed',
    })
    expect((await listOf(other))[0]?.services).toEqual(['azure'])
    expect(await world.auditOf(customer.id)).toHaveLength(before.length + 1)
  })

  test.each([
    ['suspended', `update organisation set partner_status = 'suspended' where id = $1`],
    ['frozen', 'update organisation set privileges_frozen_at = now() where id = $1'],
  ])('never to a %s partner', async (_case, change) => {
    const { admin, other, moving } = await givenTwo()
    await world.asOwner(change, [other.id])
    expect(await refusalFrom(admin.partnerRelationships.moveRoles(moving('azure')))).toEqual({
      code: 'partner_not_active',
    })
    expect(await admin.partnerRelationships.receivers()).not.toContainEqual(
      expect.objectContaining({ id: other.id }),
    )
  })

  test('never to a partner that the customer does not deal with', async () => {
    const { admin, moving, other, customer } = await givenTwo()
    const stranger = await world.partner()
    const posted = { ...moving('azure'), partnerId: stranger.id }
    expect(await refusalFrom(admin.partnerRelationships.moveRoles(posted))).toEqual({ code: 'not_found' })
    const [row] = await listOf(other)
    const leaving = removingCustomer(row?.id as never, customer)
    await (await world.as(other.person)).customerRemoval.remove(leaving)
    expect(await refusalFrom(admin.partnerRelationships.moveRoles(moving('azure')))).toEqual({
      code: 'not_found',
    })
  })

  test('pressed twice, and repeated with its key, it moves once', async () => {
    const { admin, customer, moving } = await givenTwo()
    const press = moving('azure')
    const first = await admin.partnerRelationships.moveRoles(press)
    expect(await admin.partnerRelationships.moveRoles(press)).toEqual(first)
    expect(await admin.partnerRelationships.moveRoles(moving('azure'))).toMatchObject({ moved: [] })
    expect(
      (await grantsOf(customer.id)).filter(({ end_reason }) => end_reason === 'reassigned'),
    ).toHaveLength(1)
  })
})

describe('R-005 Give back: the live link of a partner, for its customer', () => {
  test('R-005 it leads to the review that gives back what was taken away, on the same record', async () => {
    const { admin, holder } = await givenTwo()
    const [before] = await listOf(holder)
    await admin.partnerRelationships.removeRoles({ partnerId: holder.id, services, ...once() })
    const { token } = await admin.partnerRelationships.link({ partnerId: holder.id })
    expect(token).toBe(tokenOf(holder, { withPrivileges: true }))
    await admin.invitation.accept(authorizing(token, grantAll))
    const [after] = await listOf(holder)
    expect([after?.id, after?.services.toSorted()]).toEqual([before?.id, services.toSorted()])
  })

  test('R-005 a link that was revoked since is handed in its new version', async () => {
    const { admin, holder } = await givenTwo()
    await world.asOwner('update relationship_link set version = 2, revoked_at = null where partner_id = $1', [
      holder.id,
    ])
    const { token } = await admin.partnerRelationships.link({ partnerId: holder.id })
    expect((await admin.invitation.review({ token })).partner.legalName).toBe(holder.legalName)
  })

  test('R-005 nobody but those who decide is handed it', async () => {
    const { customer, holder } = await givenTwo()
    const roles = ['user' as const]
    const user = await world.person({ organisationId: customer.id, audience: 'customer', roles })
    const asked = (await world.as(user)).partnerRelationships.link({ partnerId: holder.id })
    expect((await refusalFrom(asked)).code).toBe('not_decider')
  })

  test('R-005 §5.2 a customer reads links of its own partners alone, and of a joint one only with both', async () => {
    const { customer, holder, other } = await givenTwo()
    const provider = await world.partner({ kind: 'indirect_provider' })
    await world.jointToken(holder, provider)
    const scope = { organisationId: customer.id, audience: 'customer', personId: customer.person.id } as const
    const read = () =>
      asTenant(world.api, scope, async (db) => {
        const rows = await db.selectFrom('relationshipLink').select(['partnerId', 'providerId']).execute()
        return rows.map(({ partnerId, providerId }) => [partnerId, providerId])
      })
    const alone = [holder, other].flatMap(({ id }) => [
      [id, null],
      [id, null],
    ])
    expect((await read()).toSorted()).toEqual(alone.toSorted())
  })
})

describe('moves and removals beside acceptances keep one order', () => {
  test('R-029 R-057 move against accept: one holder, and each act is written whole or refused', async () => {
    for (let round = 0; round < rounds; round++) {
      const { admin, customer, holder, moving } = await givenTwo()
      const rival = await world.partner()
      const choices: Choice[] = services.map((id) => [id, id === 'azure' ? 'move' : 'keep', holder.id])
      const accept = admin.invitation.accept(authorizing(tokenOf(rival, { withPrivileges: true }), choices))
      const outcomes = await outcomesOf(admin.partnerRelationships.moveRoles(moving('azure')), accept)
      expect(outcomes).toEqual(['done', 'holders_changed'])
      const azure = (await grantsOf(customer.id)).filter(({ service }) => service === 'azure')
      expect(azure.map(({ end_reason }) => end_reason)).toEqual(['reassigned', null])
    }
  })

  test(
    'R-030 R-005 remove against accept: what is removed last is gone, what is given last is there',
    async () => {
      for (let round = 0; round < rounds; round++) {
        const { admin, customer, holder } = await givenTwo()
        const token = tokenOf(holder, { withPrivileges: true })
        await admin.partnerRelationships.removeRoles({
          partnerId: holder.id,
          services: ['intune'],
          ...once(),
        })
        const outcomes = await outcomesOf(
          admin.partnerRelationships.removeRoles({
            partnerId: holder.id,
            services: ['intune', 'azure'],
            ...once(),
          }),
          admin.invitation.accept(authorizing(token, choosing(['intune', 'grant']))),
          admin.partnerRelationships.removeAllRoles({
            holders: services.map((service) => ({ service, partnerId: holder.id })),
            ...once(),
          }),
        )
        expect(outcomes).toEqual(['done', 'done', 'done'])
        const live = (await grantsOf(customer.id)).filter(({ end_reason }) => end_reason === null)
        expect(new Set(live.map(({ service }) => service)).size).toBe(live.length)
        const [row] = await listOf(holder)
        expect(row?.services.toSorted()).toEqual(live.map(({ service }) => service).toSorted())
      }
    },
    sized(20_000, 180_000),
  )
})
