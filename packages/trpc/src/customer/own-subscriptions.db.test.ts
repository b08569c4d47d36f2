import { asTenant } from '@entente/db/core/scopes'
import { removeAsOwner } from '@entente/db/testing/rows'
import type { Id } from '@entente/domain/core/id'
import { beforeAll, expect, test } from 'vitest'
import { once } from '../../testing/applications.ts'
import { type Caller, generousLimits, givenWorld, outcomesOf, refusalFrom } from '../../testing/index.ts'
import {
  importPriceList,
  offersOf,
  priceList,
  provisionAll,
  relationshipWith,
} from '../../testing/subscriptions.ts'

const world = await givenWorld({ limits: generousLimits })
let offers: Record<string, Id<'offer'>> = {}
beforeAll(async () => {
  const azure = ['AZ,Azure plan,azure,,1,1,no,P1M,EUR,0', 'AR,Azure reservation,azure,AZ,1,20,yes,P1Y,EUR,90']
  await importPriceList(world, [priceList, ...azure].join('\n'))
  offers = await offersOf(world)
})
const codeOf = async (call: Promise<unknown>) => (await refusalFrom(call)).code
type Purchase = Omit<Parameters<Caller['ownSubscriptions']['buy']>[0], 'idempotencyKey'>
const buy = (customer: Caller, purchase: Purchase) =>
  customer.ownSubscriptions.buy({ ...purchase, ...once() })

/** A customer of a direct-bill partner, which allows it to buy. */
async function given({ isOn = true } = {}) {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const id = await relationshipWith(world, partner, customer)
  const [seller, buyer] = [await world.as(partner.person), await world.as(customer.person)]
  const permit = (on: boolean) => seller.customerPurchases.permit({ id, isOn: on, ...once() })
  if (isOn) await permit(true)
  const wish: Purchase = {
    ...{ partnerId: partner.id, offerId: offers.R1 as Id<'offer'>, term: 'P1Y', quantity: 2 },
  }
  return { partner, customer, id, seller, buyer, permit, wish }
}

/** The same in two tiers: the customer buys from the provider through its reseller. */
async function givenTiers() {
  const provider = await world.partner({ kind: 'indirect_provider' })
  const reseller = await world.partner({ kind: 'indirect_reseller' })
  const customer = await world.customer()
  await world.partnership({ provider, reseller })
  const atProvider = await relationshipWith(world, provider, customer)
  const atReseller = await relationshipWith(world, reseller, customer)
  const [seller, buyer] = [await world.as(provider.person), await world.as(customer.person)]
  await seller.customerPurchases.permit({ id: atProvider, isOn: true, ...once() })
  const wish: Purchase = {
    ...{ partnerId: provider.id, resellerId: reseller.id, offerId: offers.R1 as Id<'offer'>, term: 'P1Y' },
    quantity: 2,
  }
  return { provider, reseller, customer, atProvider, atReseller, seller, buyer, wish }
}

test('R-172 R-040 a permitted customer buys; the order is the seller’s at its price, which the customer never sees', async () => {
  const { partner, customer, id, seller, buyer, wish } = await given()
  expect(await buyer.ownSubscriptions.sellers()).toEqual({
    ...{ isOffered: true },
    sellers: [
      ...[
        {
          partnerId: partner.id,
          name: partner.legalName,
          isAllowed: true,
          resellerId: null,
          resellerName: null,
        },
      ],
    ],
  })
  const { offers: sold } = await buyer.ownSubscriptions.catalogue({ partnerId: partner.id })
  expect(sold.map(({ name }) => name)).toEqual(['Virtual machine reservation'])
  expect(JSON.stringify([sold, await buyer.ownSubscriptions.review(wish)])).not.toMatch(/80000|EUR|rice/)
  const { subscriptionId } = await buy(buyer, wish)
  const [order] = await world.asOwner('select * from subscription_order where subscription_id = $1', [
    subscriptionId,
  ])
  expect(order).toMatchObject({
    ...{ partner_id: partner.id, ordered_for: customer.id, ordered_by: customer.person.id },
    ...{ kind: 'create', status: 'pending', currency: 'EUR', unit_price: 80_000, quantity_after: 2 },
  })
  await provisionAll(world)
  expect(await seller.subscriptions.get({ id, subscriptionId })).toMatchObject({
    ...{ state: 'active', isOwn: true, quantity: 2 },
    history: { orders: [{ isByCustomer: true }] },
  })
  for (const { id: organisation } of [partner, customer])
    expect((await world.auditOf(organisation)).at(-1)).toMatchObject({
      ...{ action: 'subscription.ordered', actor_id: customer.person.id },
    })
  expect(await world.jobsAbout(subscriptionId)).toEqual([])
})

test('R-172 it is refused while off, and for everybody but a global admin', async () => {
  const { customer, buyer, permit, wish } = await given({ isOn: false })
  expect(await codeOf(buy(buyer, wish))).toBe('purchases_not_allowed')
  expect(await codeOf(buyer.ownSubscriptions.review(wish))).toBe('purchases_not_allowed')
  await permit(true)
  const manager = { organisationId: customer.id, audience: 'customer' as const }
  const person = await world.person({ ...manager, roles: ['relationship_manager'] })
  expect(await codeOf(buy(await world.as(person), wish))).toBe('not_global_admin')
  await buy(buyer, wish)
  await permit(false)
  expect(await codeOf(buy(buyer, wish))).toBe('purchases_not_allowed')
})

test('R-172 only self-service offers, in the seats that they have, and from a partner that may sell', async () => {
  const { partner, id, buyer, wish } = await given()
  const not = (change: Partial<Purchase>) => codeOf(buy(buyer, { ...wish, ...change }))
  expect(await not({ offerId: offers.B1 as Id<'offer'> })).toBe('offer_not_sold')
  expect(await not({ quantity: 21 })).toBe('seats_out_of_range')
  expect(await not({ partnerId: (await world.partner()).id })).toBe('not_found')
  await world.asOwner(`update organisation set partner_status = 'suspended' where id = $1`, [partner.id])
  expect(await not({})).toBe('seller_unavailable')
  await world.asOwner(`update organisation set partner_status = 'active' where id = $1`, [partner.id])
  await removeAsOwner(world, id)
  expect(await not({})).toBe('seller_unavailable')
})

test('R-172 a reservation of its own on a subscription that the partner bought', async () => {
  const { partner, id, seller, buyer, wish } = await given()
  const azure = { offerId: offers.AZ as Id<'offer'>, term: 'P1M' as const, quantity: 1, unitPrice: 0 }
  const { subscriptionId: parentId } = await seller.subscriptions.place({ id, ...azure, ...once() })
  await provisionAll(world)
  const reservation = { ...wish, offerId: offers.AR as Id<'offer'>, parentId }
  const { offers: addOns } = await buyer.ownSubscriptions.catalogue({ partnerId: partner.id, parentId })
  expect(addOns.map(({ name }) => name)).toEqual(['Azure reservation'])
  expect(await buyer.ownSubscriptions.review(reservation)).toMatchObject({ base: 'Azure plan' })
  await buy(buyer, reservation)
  expect((await buyer.ownSubscriptions.list({})).subscriptions).toMatchObject([
    {
      offerName: 'Azure reservation',
      baseName: 'Azure plan',
      isAddOn: true,
      state: 'pending',
      hasAddOns: false,
    },
    { offerName: 'Azure plan', isAddOn: false, state: 'active', hasAddOns: true },
  ])
  // What another partner sold is no base for it.
  const other = await given()
  const stranger = { ...reservation, partnerId: other.partner.id }
  expect(await codeOf(buy(other.buyer, stranger))).toBe('not_found')
})

test('R-172 R-152 in two tiers the provider’s permission counts, and the reseller is the partner of record', async () => {
  const { provider, reseller, atProvider, atReseller, seller, buyer, wish } = await givenTiers()
  expect((await buyer.ownSubscriptions.sellers()).sellers).toMatchObject([
    { partnerId: provider.id, resellerId: reseller.id, resellerName: reseller.legalName, isAllowed: true },
  ])
  expect(await codeOf(buy(buyer, { ...wish, resellerId: null }))).toBe('seller_unavailable')
  expect(await codeOf(buy(buyer, { ...wish, partnerId: reseller.id, resellerId: null }))).toBe(
    'purchases_not_allowed',
  )
  const { subscriptionId } = await buy(buyer, wish)
  await provisionAll(world)
  expect((await buyer.ownSubscriptions.list({})).subscriptions).toMatchObject([
    {
      id: subscriptionId,
      seller: { id: provider.id },
      reseller: { id: reseller.id, name: reseller.legalName },
    },
  ])
  expect((await world.auditOf(reseller.id)).at(-1)?.action).toBe('subscription.ordered')
  await seller.customerPurchases.permit({ id: atProvider, isOn: false, ...once() })
  expect(await codeOf(buy(buyer, wish))).toBe('purchases_not_allowed')
  await seller.customerPurchases.permit({ id: atProvider, isOn: true, ...once() })
  await removeAsOwner(world, atReseller)
  expect(await codeOf(buy(buyer, wish))).toBe('seller_unavailable')
})

test('R-172 switched off while the customer buys: first one, then the other, and nothing is bought after it', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { customer, buyer, permit, wish } = await given()
    const [, bought] = await Promise.all([permit(false), outcomesOf(buy(buyer, wish))])
    const rows = await world.asOwner('select 1 from subscription where customer_id = $1', [customer.id])
    expect([bought, rows.length]).toEqual(
      bought[0] === 'done' ? [['done'], 1] : [['purchases_not_allowed'], 0],
    )
    const acts = (await world.auditOf(customer.id)).map(({ action }) => action)
    if (rows.length > 0)
      expect(acts.indexOf('subscription.ordered')).toBeLessThan(acts.indexOf('customer_purchases.forbidden'))
    expect(await codeOf(buy(buyer, wish))).toBe('purchases_not_allowed')
  }
})

test('R-172 S2 the database lets a customer write no more than that', async () => {
  const { partner, customer, id, wish } = await given()
  const tenant = { organisationId: customer.id, audience: 'customer', personId: customer.person.id } as const
  const insert = (change: object = {}) =>
    asTenant(world.api, tenant, (db) =>
      db
        .insertInto('subscription')
        .values({
          ...{ id: crypto.randomUUID() as Id<'subscription'>, relationshipId: id, customerId: customer.id },
          ...{ partnerId: partner.id, offerId: wish.offerId as Id<'offer'>, quantity: 2, term: 'P1Y' },
          ...{ status: 'pending', createdAt: new Date(), ...change },
        })
        .execute(),
    )
  await insert()
  const refusals = [
    { offerId: offers.B1 },
    { quantity: 21 },
    { status: 'active' },
    { customerId: partner.id },
  ]
  for (const change of refusals)
    await expect(insert(change), JSON.stringify(change)).rejects.toThrow(/row-level/)
  await world.asOwner('update purchase_permission set is_on = false where relationship_id = $1', [id])
  await expect(insert()).rejects.toThrow(/row-level/)
})

test('R-034 §4.7 the seller assigns who supports, and the customer reads whom to call', async () => {
  const { provider, reseller, atProvider, atReseller, seller, buyer, wish } = await givenTiers()
  await world.asOwner(
    `update partner_profile set support_phone = case organisation_id when $1 then '+49 1' else '+49 2' end
    where organisation_id in ($1, $2)`,
    [provider.id, reseller.id],
  )
  const { subscriptionId } = await buy(buyer, wish)
  const support = async () => (await buyer.ownSubscriptions.list({})).subscriptions[0]?.support
  expect(await support()).toMatchObject({ name: provider.legalName })
  const resellers = await world.as(reseller.person)
  const assigned = { subscriptionId, side: 'reseller' as const }
  expect(await codeOf(resellers.supportContacts.assign({ id: atReseller, ...assigned, ...once() }))).toBe(
    'other_seller',
  )
  await seller.supportContacts.assign({ id: atProvider, ...assigned, ...once() })
  expect(await support()).toMatchObject({ name: reseller.legalName })
  expect((await seller.subscriptions.list({ id: atProvider })).subscriptions).toMatchObject([
    { supporter: 'reseller' },
  ])
  expect(await codeOf(seller.supportContacts.assign({ id: atProvider, ...assigned, ...once() }))).toBe(
    'nothing_changed',
  )
  for (const { id } of [provider, reseller])
    expect((await world.auditOf(id)).at(-1)?.action).toBe('subscription.support_assigned')
  await removeAsOwner(world, atReseller)
  expect(await support()).toMatchObject({ name: provider.legalName })
  expect((await seller.subscriptions.list({ id: atProvider })).subscriptions).toMatchObject([
    { supporter: 'seller' },
  ])
})
