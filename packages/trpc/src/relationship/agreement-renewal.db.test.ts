import { randomUUID } from 'node:crypto'
import { removeAsOwner } from '@entente/db/testing/rows'
import { describe, expect, test } from 'vitest'
import {
  authorizing,
  type Customer,
  givenWorld,
  grantAll,
  outcomesOf,
  type Partner,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'

const world = await givenWorld()
const { name: agreement, version } = world.services.cloud.agreements.customer
const press = (change: { accepted?: boolean; version?: string } = {}) => ({
  ...{ accepted: true, version, idempotencyKey: randomUUID() },
  ...change,
})

/** A customer that authorised a partner under an earlier version. */
async function givenEarlier(partner?: Partner) {
  const seller = partner ?? (await world.partner())
  const customer = await world.customer()
  const api = await world.as(customer.person)
  const accepted = authorizing(tokenOf(seller, { withPrivileges: true }), grantAll)
  const { relationshipId } = await api.invitation.accept(accepted)
  await world.asOwner(
    `update acceptance set version = '2018-01', accepted_at = accepted_at - interval '1 year' where customer_id = $1`,
    [customer.id],
  )
  return { customer, api, seller, relationshipId }
}

/** Everything that an acceptance of a link would change. */
const stateOf = ({ id }: Customer) =>
  world.asOwner(
    `select r.id, r.status, r.services, r.since, r.change_id, g.service, g.granted_at, g.ended_at
      from relationship r left join admin_grant g using (customer_id, partner_id) where customer_id = $1 order by r.id, g.id`,
    [id],
  )
const renewalsOf = ({ id }: Customer) =>
  world.asOwner<{ version: string; language: string }>(
    'select version, language from agreement_renewal where customer_id = $1',
    [id],
  )

describe('R-022 D-10 a customer accepts the newest agreement outside an acceptance', () => {
  test('D-10 its global admin accepts it once, in its language, and neither relationships nor privileges change', async () => {
    const { customer, seller } = await givenEarlier()
    const api = world.caller({ token: await world.tokenFor(customer.person), locale: 'de' })
    const before = await stateOf(customer)
    expect(await api.agreementRenewal.get()).toMatchObject({
      signed: { name: agreement, version: '2018-01' },
      ...{ isDue: true, isSigned: false, mayDecide: true },
      partners: [{ id: seller.id, legalName: seller.legalName }],
    })
    const once = press()
    expect(await api.agreementRenewal.accept(once)).toEqual({ version })
    expect(await api.agreementRenewal.accept(once)).toEqual({ version })
    expect(await renewalsOf(customer)).toEqual([{ version, language: 'de' }])
    expect(await stateOf(customer)).toEqual(before)
    expect(await api.agreementRenewal.get()).toMatchObject({
      ...{ isDue: false, isSigned: true },
      signed: { name: agreement, version },
    })
    const records = (await world.auditOf(customer.id)).filter(({ action }) => action === 'agreement.renewed')
    expect(records).toMatchObject([
      { actor_id: customer.person.id, payload: { agreement, version, language: 'de' } },
    ])
    expect(
      (await world.jobsAbout(customer.id)).filter(({ name }) => name === 'mail.agreement-renewed'),
    ).toMatchObject([{ data: { customerId: customer.id, accountId: customer.person.id } }])
    // Nothing is told to a partner, but its record names the version.
    expect((await world.auditOf(seller.id)).map(({ action }) => action)).not.toContain('agreement.renewed')
  })

  test('D-10 the version stands in the record of the partner, of the customer and of the operator', async () => {
    const { customer, api, seller, relationshipId } = await givenEarlier()
    const portal = await world.as(seller.person)
    const operator = await world.as(await world.operator(undefined, 'operator_admin'))
    const seen = async () => [
      (await portal.customers.get({ id: relationshipId })).account.agreement?.version,
      (await portal.customerAgreement.get({ id: relationshipId })).signature?.version,
      (await api.partnerRelationships.get({ partnerId: seller.id })).partner.agreement?.version,
      (await api.accessRegister.list()).rows.map((row) => row.partner.agreement?.version)[0],
      (await operator.operatorCustomers.get({ id: customer.id })).agreement?.version,
    ]
    expect(await seen()).toEqual(Array(5).fill('2018-01'))
    await api.agreementRenewal.accept(press())
    expect(await seen()).toEqual(Array(5).fill(version))
  })

  test('D-10 refused: another version, without the tick, a second time, and without an active relationship', async () => {
    const { customer, api, seller, relationshipId } = await givenEarlier()
    const refusalOf = (input = press()) => refusalFrom(api.agreementRenewal.accept(input))
    expect(await refusalOf(press({ version: '2018-01' }))).toEqual({ code: 'agreement_changed' })
    expect(await refusalOf(press({ accepted: false }))).toEqual({ code: 'agreement_not_accepted' })
    await removeAsOwner(world, relationshipId)
    expect(await refusalOf()).toEqual({ code: 'no_active_partner' })
    expect(await api.agreementRenewal.get()).toMatchObject({ isDue: false, partners: [] })
    await api.invitation.accept(authorizing(tokenOf(seller)))
    // The acceptance signed it.
    expect(await api.agreementRenewal.get()).toMatchObject({ isDue: false, isSigned: true })
    expect(await refusalOf()).toEqual({ code: 'agreement_already_accepted' })
    expect(await renewalsOf(customer)).toEqual([])
  })

  test('D-08 people who may not decide read whom to ask, and cannot accept', async () => {
    const { customer } = await givenEarlier()
    const user = await world.person({ organisationId: customer.id, audience: 'customer', roles: ['user'] })
    const api = await world.as(user)
    const { mayDecide, admins } = await api.agreementRenewal.get()
    expect({ mayDecide, admins }).toEqual({
      mayDecide: false,
      admins: [{ name: customer.person.name, email: customer.person.email }],
    })
    expect(await refusalFrom(api.agreementRenewal.accept(press()))).toMatchObject({
      code: 'not_decider',
      admins,
    })
    expect(await renewalsOf(customer)).toEqual([])
  })

  test('S10 two presses at once, and a press beside an acceptance of a link, sign one version', async () => {
    const { customer, api } = await givenEarlier()
    expect(
      await outcomesOf(api.agreementRenewal.accept(press()), api.agreementRenewal.accept(press())),
    ).toEqual(['agreement_already_accepted', 'done'])
    expect(await renewalsOf(customer)).toHaveLength(1)

    for (let round = 0; round < 5; round++) {
      const [{ customer, api }, other] = [await givenEarlier(), await world.partner()]
      const outcomes = await outcomesOf(
        api.agreementRenewal.accept(press()),
        api.invitation.accept(authorizing(tokenOf(other))),
      )
      const renewed = (await renewalsOf(customer)).length
      // Whichever came second saw what the first one wrote.
      expect(outcomes).toEqual(renewed === 1 ? ['done', 'done'] : ['agreement_already_accepted', 'done'])
      expect(await api.agreementRenewal.get()).toMatchObject({ isSigned: true, isDue: false })
    }
  })
})
