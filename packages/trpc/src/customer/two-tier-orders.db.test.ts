import { removeAsOwner } from '@entente/db/testing/rows'
import type { Id } from '@entente/domain/core/id'
import { beforeAll, expect, test } from 'vitest'
import { once } from '../../testing/applications.ts'
import { generousLimits, givenWorld, refusalFrom } from '../../testing/index.ts'
import { importPriceList, offersOf, provisionAll, relationshipWith } from '../../testing/subscriptions.ts'

const world = await givenWorld({ limits: generousLimits })
let offers: Record<string, Id<'offer'>> = {}
beforeAll(async () => {
  await importPriceList(world)
  offers = await offersOf(world)
})

/** A provider and its reseller, both partners of one customer, and what the provider orders there. */
async function given() {
  const provider = await world.partner({ kind: 'indirect_provider' })
  const reseller = await world.partner({ kind: 'indirect_reseller' })
  const customer = await world.customer()
  await world.partnership({ provider, reseller })
  const atProvider = await relationshipWith(world, provider, customer)
  const atReseller = await relationshipWith(world, reseller, customer, true)
  const [api, resellers] = [await world.as(provider.person), await world.as(reseller.person)]
  const order = { offerId: offers.B1 as Id<'offer'>, term: 'P1M' as const, quantity: 25, unitPrice: 560 }
  const place = (change: object = {}) =>
    api.subscriptions.place({ id: atProvider, ...order, resellerId: reseller.id, ...change, ...once() })
  return { provider, reseller, customer, atProvider, atReseller, api, resellers, order, place }
}
const codeOf = async (call: Promise<unknown>) => (await refusalFrom(call)).code
const end = (id: Id<'relationship'>) => removeAsOwner(world, id)

test('R-069 R-127 R-152 a provider orders in its name and names the reseller, which reads it without prices', async () => {
  const { provider, reseller, customer, place, resellers, atReseller } = await given()
  const { subscriptionId } = await place()
  await provisionAll(world)
  const found = await resellers.subscriptions.get({ id: atReseller, subscriptionId })
  expect(found).toMatchObject({ isOwn: false, price: null, history: { orders: [] }, offer: { prices: [] } })
  expect((await resellers.subscriptions.list({ id: atReseller })).subscriptions).toMatchObject([
    { id: subscriptionId, quantity: 25, resellerName: reseller.legalName },
  ])
  expect(
    await world.asOwner('select partner_id, reseller_id from subscription where id = $1', [subscriptionId]),
  ).toEqual([{ partner_id: provider.id, reseller_id: reseller.id }])
  for (const { id } of [provider, reseller, customer])
    expect((await world.auditOf(id)).map(({ action }) => action)).toContain('subscription.ordered')
})

test('R-025 R-144 a reseller manages a customer from its own record, and nothing of one that only its provider has', async () => {
  const { atProvider, atReseller, resellers } = await given()
  const look = (id: Id<'relationship'>) => [
    resellers.subscriptions.list({ id }),
    resellers.customerUsers.list({ id }),
    resellers.customerLicences.list({ id }),
    resellers.customers.get({ id }),
  ]
  const { services, acts } = await resellers.customers.get({ id: atReseller })
  expect(services.some(({ state }) => state === 'granted')).toBe(true)
  for (const act of ['subscriptions.view', 'customer_users.manage', 'customer_licences.assign'] as const)
    expect(acts[act]).toMatchObject({ access: 'allowed' })
  await Promise.all(look(atReseller))
  expect(new Set(await Promise.all(look(atProvider).map(codeOf)))).toEqual(new Set(['not_found']))
})

test('R-069 a reseller that orders itself is refused', async () => {
  const { resellers, atReseller, order } = await given()
  expect(await codeOf(resellers.subscriptions.place({ id: atReseller, ...order, ...once() }))).toBe(
    'reseller_cannot_order',
  )
})

test('R-127 a provider’s order needs a live partnership with the reseller', async () => {
  const { provider, place } = await given()
  await world.endPartnerships(provider)
  expect(await codeOf(place())).toBe('partnership_missing')
})

test('R-135 a provider’s order needs the reseller’s relationship with the customer', async () => {
  const { place, atReseller } = await given()
  await end(atReseller)
  expect(await codeOf(place())).toBe('reseller_relationship_missing')
})

test('R-134 R-136 a provider’s order needs its own relationship with the customer', async () => {
  const { place, atProvider, api, order, reseller } = await given()
  await end(atProvider)
  expect(await codeOf(place())).toBe('own_relationship_missing')
  // One that never was is not told apart from that of a stranger.
  const other = await world.customer()
  const id = await relationshipWith(world, reseller, other)
  expect(await codeOf(api.subscriptions.place({ id, ...order, resellerId: reseller.id, ...once() }))).toBe(
    'not_found',
  )
})

test('R-135 R-163 an order for a customer without account is refused', async () => {
  const { place, customer } = await given()
  await world.asOwner(
    `update auth.membership set status = 'removed', roles = '{}' where organisation_id = $1`,
    [customer.id],
  )
  expect(await codeOf(place())).toBe('customer_account_missing')
})

test('§4.13 an order needs the agreement of the customer', async () => {
  const { place, provider } = await given()
  await world.asOwner(`update relationship set origin = 'import' where partner_id = $1`, [provider.id])
  await world.asOwner('delete from acceptance where partner_id = $1', [provider.id])
  expect(await codeOf(place())).toBe('customer_agreement_missing')
})

test('R-069 a provider names a reseller, a direct-bill partner nobody, and a suspended partner buys nothing', async () => {
  const { place, provider, reseller, customer, order } = await given()
  expect(await codeOf(place({ resellerId: null }))).toBe('reseller_missing')
  const alone = await world.partner()
  const id = await relationshipWith(world, alone, customer)
  const api = await world.as(alone.person)
  expect(await codeOf(api.subscriptions.place({ id, ...order, resellerId: reseller.id, ...once() }))).toBe(
    'reseller_unexpected',
  )
  await world.asOwner(`update organisation set partner_status = 'suspended' where id = $1`, [provider.id])
  expect(await codeOf(place())).toBe('orders_suspended')
})

test('R-041 R-042 R-043 R-044 R-045 the partner of record changes nothing of what its provider sold', async () => {
  const { place, resellers, atReseller, reseller, order } = await given()
  const { subscriptionId } = await place()
  await provisionAll(world)
  const changes = [
    ...[{ kind: 'quantity', quantity: 5, unitPrice: 560 } as const, { kind: 'suspend' } as const],
    { kind: 'transition', offerId: offers.S1 as Id<'offer'>, unitPrice: 1170 } as const,
    ...[{ kind: 'migrate', term: 'P1Y', unitPrice: 5600 } as const, { kind: 'cancel' } as const],
    { kind: 'partner_of_record', resellerId: reseller.id } as const,
  ]
  for (const change of changes) {
    const asked = { id: atReseller, subscriptionId, version: 2, change, ...once() }
    expect(await codeOf(resellers.subscriptions.change(asked)), change.kind).toBe('other_seller')
  }
  const addOn = { ...order, offerId: offers.A1 as Id<'offer'>, unitPrice: 0, parentId: subscriptionId }
  expect(await codeOf(resellers.subscriptions.place({ id: atReseller, ...addOn, ...once() }))).toBe(
    'reseller_cannot_order',
  )
})

test('R-045 a provider changes the partner of record to another reseller of the customer, and to no other', async () => {
  const { place, api, atProvider, provider, customer } = await given()
  const { subscriptionId } = await place()
  await provisionAll(world)
  const next = await world.partner({ kind: 'indirect_reseller' })
  const change = async () =>
    api.subscriptions.change({
      ...{ id: atProvider, subscriptionId, ...once() },
      version: (await api.subscriptions.get({ id: atProvider, subscriptionId })).version,
      change: { kind: 'partner_of_record', resellerId: next.id },
    })
  expect(await codeOf(change())).toBe('partnership_missing')
  await world.partnership({ provider, reseller: next })
  expect(await codeOf(change())).toBe('reseller_relationship_missing')
  const id = await relationshipWith(world, next, customer)
  await change()
  const now = await (await world.as(next.person)).subscriptions.list({ id })
  expect(now.subscriptions).toMatchObject([{ id: subscriptionId, state: 'active' }])
})

test('R-152 a reseller asks its provider, which orders what was asked, once', async () => {
  const { api, resellers, atProvider, atReseller, provider, place, order } = await given()
  const { unitPrice: _, ...asked } = order
  const send = () =>
    resellers.subscriptions.asks.send({ id: atReseller, providerId: provider.id, ...asked, ...once() })
  const { id: askId } = await send()
  expect(await api.subscriptions.asks.list({ id: atProvider })).toMatchObject([
    { id: askId, quantity: 25, status: 'open' },
  ])
  await place({ askId })
  expect(await codeOf(place({ askId }))).toBe('order_ask_settled')
  expect(await resellers.subscriptions.asks.list({ id: atReseller })).toMatchObject([{ status: 'ordered' }])
  const { id: second } = await send()
  await api.subscriptions.asks.decline({ id: atProvider, askId: second, ...once() })
  const withdraw = resellers.subscriptions.asks.withdraw({ id: atReseller, askId: second, ...once() })
  expect(await codeOf(withdraw)).toBe('order_ask_settled')
  const { id: third } = await send()
  expect(
    await codeOf(resellers.subscriptions.asks.decline({ id: atReseller, askId: third, ...once() })),
  ).toBe('not_found')
  await resellers.subscriptions.asks.withdraw({ id: atReseller, askId: third, ...once() })
  await end(atProvider)
  expect(await codeOf(send())).toBe('provider_relationship_missing')
  await world.endPartnerships(provider)
  expect(await codeOf(send())).toBe('partnership_missing')
})
