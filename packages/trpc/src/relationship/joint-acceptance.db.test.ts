import { randomUUID } from 'node:crypto'
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
const services = cloud.services.map(({ id }) => id).toSorted()

/** A reseller and its provider with the joint link that asks for privileges, and a customer's global admin. */
async function givenJointLink() {
  const reseller = await world.partner({ kind: 'indirect_reseller' })
  const provider = await world.partner({ kind: 'indirect_provider' })
  const customer = await world.customer()
  const token = await world.jointToken(reseller, provider)
  return { reseller, provider, token, customer, admin: await world.as(customer.person) }
}

const listOf = async (partner: Partner) =>
  (await (await world.as(partner.person)).customers.list({})).customers
const acceptedIn = async (tenant: { id: string }) =>
  (await world.auditOf(tenant.id)).filter(({ action }) => action === 'relationship.accepted')

describe('R-145 R-150 a joint acceptance', () => {
  test('R-138 one press makes both partners, tells both, and grants privileges to the reseller alone', async () => {
    const { admin, customer, reseller, provider, token } = await givenJointLink()
    const { parties } = await admin.invitation.review({ token })
    expect(parties).toMatchObject([
      { role: 'reseller', legalName: reseller.legalName, services: cloud.services.map(({ id }) => id) },
      { role: 'provider', legalName: provider.legalName, services: [] },
    ])
    const answer = await admin.invitation.accept(authorizing(token, grantAll))
    expect(answer).toMatchObject({ result: 'accepted', partner: { legalName: reseller.legalName } })
    const [[ofReseller], [ofProvider]] = [await listOf(reseller), await listOf(provider)]
    expect(ofReseller).toMatchObject({ id: answer.relationshipId, name: customer.legalName })
    expect(ofReseller?.services.toSorted()).toEqual(services)
    expect(ofProvider).toMatchObject({ name: customer.legalName, services: [] })
    const [own, ...more] = await acceptedIn(customer)
    expect([own?.payload.parties, more]).toMatchObject([
      [
        { role: 'reseller', partnerId: reseller.id, result: 'accepted' },
        { role: 'provider', partnerId: provider.id, result: 'accepted', grants: [] },
      ],
      [],
    ])
    for (const party of [reseller, provider]) {
      const acceptanceId = own?.payload.acceptanceId
      expect(await acceptedIn(party)).toMatchObject([{ payload: { acceptanceId, result: 'accepted' } }])
      expect(await world.jobsAbout(party.id)).toMatchObject([
        { name: 'relationship.accepted', data: { partnerId: party.id, acceptanceId } },
      ])
    }
    const receipts = (await world.jobsAbout(customer.id)).map(({ name }) => name)
    expect(receipts).toEqual(['customer.privileges-granted', 'mail.relationship-receipt'])
  })

  test('R-153 the provider’s record of the customer tells the acceptance, and has no privileges', async () => {
    const { admin, provider, token } = await givenJointLink()
    await admin.invitation.accept(authorizing(token, grantAll))
    const [entry] = await listOf(provider)
    const record = await (await world.as(provider.person)).customers.get({ id: entry?.id ?? ('' as never) })
    expect(record.history.events).toMatchObject([{ event: 'accepted', services: [] }])
    expect(record.account.agreement).toMatchObject({ version: cloud.agreements.customer.version })
    expect(record.acts['customer_users.view'].access).toBe('not_granted')
  })

  test('R-179 adds the half that is missing; the other party’s chain and list stay as they are, and it learns of the answer', async () => {
    const { admin, reseller, provider, token } = await givenJointLink()
    await admin.invitation.accept(authorizing(tokenOf(reseller, { withPrivileges: true }), grantAll))
    const before = [await world.auditOf(reseller.id), await listOf(reseller)]
    const told = await world.jobsAbout(reseller.id)
    expect((await admin.invitation.review({ token })).parties).toMatchObject([
      { role: 'reseller', relationship: 'active' },
      { role: 'provider', relationship: 'none' },
    ])
    expect(await admin.invitation.accept(authorizing(token, grantAll))).toMatchObject({
      result: 'accepted',
      parties: [
        { role: 'reseller', result: 'already_partner' },
        { role: 'provider', result: 'accepted' },
      ],
    })
    expect([await world.auditOf(reseller.id), await listOf(reseller)]).toEqual(before)
    expect(await world.jobsAbout(reseller.id)).toHaveLength(told.length + 1)
    expect(await listOf(provider)).toHaveLength(1)
    const [entry] = await listOf(reseller)
    const { history } = await (await world.as(reseller.person)).customers.get({
      id: entry?.id ?? ('' as never),
    })
    expect(history.events.map(({ event }) => event)).toEqual(['accepted'])
  })

  test('R-179 repeating it, or following the plain link afterwards, changes nothing', async () => {
    const { admin, customer, reseller, token } = await givenJointLink()
    await admin.invitation.accept(authorizing(token, grantAll))
    const before = await world.auditOf(customer.id)
    for (const link of [token, tokenOf(reseller, { withPrivileges: true })])
      expect(await admin.invitation.accept(authorizing(link, grantAll))).toMatchObject({
        result: 'already_partner',
      })
    expect(await world.auditOf(customer.id)).toEqual(before)
  })

  test('moves a service from the provider to its reseller; each is told its own half', async () => {
    const { admin, customer, reseller, provider, token } = await givenJointLink()
    await admin.invitation.accept(authorizing(tokenOf(provider, { withPrivileges: true }), grantAll))
    const choices = services.map((id): Choice => [id, id === 'azure' ? 'move' : 'keep', provider.id])
    const input = authorizing(token, choices)
    expect(await admin.invitation.accept(input)).toMatchObject({ result: 'accepted', granted: ['azure'] })
    expect(await listOf(reseller)).toMatchObject([{ services: ['azure'] }])
    const [kept] = await listOf(provider)
    expect(kept?.services.toSorted()).toEqual(services.filter((id) => id !== 'azure'))
    const lost = (await world.auditOf(provider.id)).at(-1)
    expect(lost).toMatchObject({
      action: 'admin_grant.removed_by_customer',
      payload: { relationshipId: kept?.id, customerId: customer.id, services: ['azure'] },
    })
    expect(JSON.stringify(lost?.payload)).not.toContain('acceptanceId')
  })

  test('R-150 a decline is for both parties: each is told if the customer chooses so, and a link of one alone stays open', async () => {
    for (const tellPartner of [true, false]) {
      const { admin, customer, reseller, provider, token } = await givenJointLink()
      await admin.invitation.decline({ token, tellPartner, idempotencyKey: randomUUID() })
      for (const { id } of [reseller, provider])
        expect((await world.jobsAbout(id)).map(({ name }) => name)).toEqual(
          tellPartner ? ['relationship.declined'] : [],
        )
      const [own] = await world.auditOf(customer.id)
      expect(own).toMatchObject({
        action: 'relationship_request.declined',
        payload: { partnerId: reseller.id, providerId: provider.id, partnerTold: tellPartner },
      })
      expect((await admin.invitation.review({ token })).declinedAt).toEqual(expect.any(Date))
      const alone = await admin.invitation.review({ token: tokenOf(reseller) })
      expect(alone.declinedAt).toBeNull()
    }
  })

  test('R-148 is impossible once the partnership has ended, for visitors, for the customer, and for its decline', async () => {
    const { admin, customer, provider, reseller, token } = await givenJointLink()
    await world.endPartnerships(provider)
    const ended = { code: 'partnership_not_active' }
    const decline = { token, tellPartner: true, idempotencyKey: randomUUID() }
    for (const refusal of await Promise.all([
      refusalFrom(world.caller().invitation.card({ token })),
      refusalFrom(admin.invitation.review({ token })),
      refusalFrom(admin.invitation.accept(authorizing(token, grantAll))),
      refusalFrom(admin.invitation.decline(decline)),
    ]))
      expect(refusal).toEqual(ended)
    expect([await listOf(reseller), await listOf(provider), await world.auditOf(customer.id)]).toEqual([
      [],
      [],
      [],
    ])
    // The link of the reseller alone works on.
    expect(await admin.invitation.review({ token: tokenOf(reseller) })).toBeDefined()
  })

  test('R-139 R-140 a partnership by itself brings no customers: neither list changes', async () => {
    const [reseller, provider] = [
      await world.partner({ kind: 'indirect_reseller' }),
      await world.partner({ kind: 'indirect_provider' }),
    ]
    for (const partner of [reseller, provider])
      await (await world.as((await world.customer()).person)).invitation.accept(authorizing(tokenOf(partner)))
    const before = [await listOf(reseller), await listOf(provider)]
    await world.partnership({ reseller, provider })
    expect([await listOf(reseller), await listOf(provider)]).toEqual(before)
  })

  test('R8 while either party is suspended, nothing is accepted for either', async () => {
    for (const who of ['reseller', 'provider'] as const) {
      const given = await givenJointLink()
      await world.asOwner(`update organisation set partner_status = 'suspended' where id = $1`, [
        given[who].id,
      ])
      expect(await refusalFrom(given.admin.invitation.accept(authorizing(given.token, grantAll)))).toEqual({
        code: 'partner_not_active',
      })
      expect([await listOf(given.reseller), await listOf(given.provider)]).toEqual([[], []])
    }
  })
})
