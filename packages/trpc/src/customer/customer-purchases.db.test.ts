import type { PartnerRole } from '@entente/domain/core/role'
import { expect, test } from 'vitest'
import { once } from '../../testing/applications.ts'
import { generousLimits, givenWorld, outcomesOf, refusalFrom } from '../../testing/index.ts'
import { removingCustomer } from '../../testing/removal.ts'
import { relationshipWith } from '../../testing/subscriptions.ts'

const world = await givenWorld({ limits: generousLimits })
const codeOf = async (call: Promise<unknown>) => (await refusalFrom(call)).code

async function given(kind?: 'indirect_provider' | 'indirect_reseller') {
  const [partner, customer] = [await world.partner(kind && { kind }), await world.customer()]
  const id = await relationshipWith(world, partner, customer)
  return { partner, customer, id, api: await world.as(partner.person) }
}

test('R-172 it is off until an admin agent allows it, and both chains record each change', async () => {
  const { partner, customer, id, api } = await given()
  expect(await api.customerPurchases.permission({ id })).toMatchObject({ isOn: false, closed: null })
  await api.customerPurchases.permit({ id, isOn: true, ...once() })
  expect(await api.customerPurchases.permission({ id })).toMatchObject({
    ...{ isOn: true, changedBy: partner.person.name, maySet: true },
  })
  expect(await codeOf(api.customerPurchases.permit({ id, isOn: true, ...once() }))).toBe(
    'purchases_unchanged',
  )
  await api.customerPurchases.permit({ id, isOn: false, ...once() })
  for (const { id: organisation } of [partner, customer])
    expect((await world.auditOf(organisation)).slice(-2).map(({ action }) => action)).toEqual([
      ...['customer_purchases.allowed', 'customer_purchases.forbidden'],
    ])
})

test('R-172 R-161 after a removal it is off again, for partner and customer, until somebody allows it again', async () => {
  const { partner, customer, id, api } = await given()
  const admin = await world.as(customer.person)
  const allowed = async () =>
    (await admin.ownSubscriptions.sellers()).sellers.map(({ isAllowed }) => isAllowed)
  await api.customerPurchases.permit({ id, isOn: true, ...once() })
  expect(await allowed()).toEqual([true])
  await api.customerRemoval.remove(removingCustomer(id, customer))
  expect(await relationshipWith(world, partner, customer)).toBe(id)
  expect(await api.customerPurchases.permission({ id })).toMatchObject({ isOn: false, changedBy: null })
  expect(await allowed()).toEqual([false])
  await api.customerPurchases.permit({ id, isOn: true, ...once() })
  expect(await allowed()).toEqual([true])
})

test('R-172 of two colleagues who allow it at once, one does', async () => {
  const { id, api } = await given()
  const allow = () => api.customerPurchases.permit({ id, isOn: true, ...once() })
  expect(await outcomesOf(allow(), allow())).toEqual(['done', 'purchases_unchanged'])
})

test('R-172 in two tiers the provider’s permission counts, and a reseller has none to give', async () => {
  const [provider, reseller] = [await given('indirect_provider'), await given('indirect_reseller')]
  await provider.api.customerPurchases.permit({ id: provider.id, isOn: true, ...once() })
  expect(await reseller.api.customerPurchases.permission({ id: reseller.id })).toMatchObject({
    ...{ isOn: false, closed: 'reseller' },
  })
  expect(
    await codeOf(reseller.api.customerPurchases.permit({ id: reseller.id, isOn: true, ...once() })),
  ).toBe('feature_off')
})

test('R-172 §5.1 agents who may not allow it read whether it is', async () => {
  const { partner, id, api } = await given()
  await api.customerPurchases.permit({ id, isOn: true, ...once() })
  const readers: PartnerRole[] = ['global_admin', 'sales_agent', 'helpdesk_agent']
  for (const role of readers) {
    const person = { organisationId: partner.id, audience: 'partner' as const, roles: [role] }
    const colleague = await world.as(await world.person(person))
    expect(await colleague.customerPurchases.permission({ id })).toMatchObject({ isOn: true, maySet: false })
    expect(await codeOf(colleague.customerPurchases.permit({ id, isOn: false, ...once() }))).toBe(
      'missing_permission',
    )
  }
})
