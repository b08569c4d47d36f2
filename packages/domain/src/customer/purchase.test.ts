import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SoldOffer } from './order.ts'
import type { OrderParties } from './order-parties.ts'
import { decidePurchase, type PurchaseInput } from './purchase.ts'
import { subscriptionStates } from './subscription.ts'

const price = { term: 'P1Y' as const, currency: 'EUR', amount: 80_000 }
const offer: SoldOffer = {
  ...{ id: 'o', code: 'R1', name: 'Reservation', service: 'azure', addOnOf: null },
  ...{ seatsMin: 1, seatsMax: 20, selfService: true, isWithdrawn: false, prices: [price] },
}
const purchase = {
  resellerId: null,
  offerId: 'o',
  term: 'P1Y',
  quantity: 2,
  parentId: null,
} as unknown as Omit<PurchaseInput, 'partnerId'>
const parties: OrderParties = {
  ...{ partner: { kind: 'direct_bill', status: 'active' }, relationship: { status: 'active' } },
  ...{ customerHasAccount: true, agreementHolds: true, reseller: null },
}
const cloud = { subscriptions: { selfService: true } }
const asked = { cloud, isAllowed: true, parties, purchase, offer, base: null }
const codeOf = (change: Partial<Parameters<typeof decidePurchase>[0]>) => {
  const decision = decidePurchase({ ...asked, ...change })
  return decision.ok ? 'ok' : decision.refusal.code
}

test('R-172 a purchase has the price of the seller’s list, and each missing condition its own code', () => {
  expect(decidePurchase(asked)).toEqual({
    ok: true,
    value: { quantity: 2, offerId: 'o', term: 'P1Y', resellerId: null, price },
  })
  const suspended = { kind: 'direct_bill', status: 'suspended' } as const
  expect([
    codeOf({ cloud: { subscriptions: { selfService: false } } }),
    codeOf({ isAllowed: false }),
    codeOf({ parties: { ...parties, partner: suspended } }),
    codeOf({ parties: { ...parties, agreementHolds: false } }),
    codeOf({ offer: { ...offer, selfService: false } }),
    codeOf({ offer: { ...offer, isWithdrawn: true } }),
    codeOf({ purchase: { ...purchase, quantity: 21 } }),
    codeOf({ offer: { ...offer, prices: [] } }),
  ]).toEqual([
    ...['feature_off', 'purchases_not_allowed', 'seller_unavailable', 'seller_unavailable'],
    ...['offer_not_sold', 'offer_not_sold', 'seats_out_of_range', 'offer_not_sold'],
  ])
})

test('R-172 a reservation is bought on a live subscription that the same seller sold through the same reseller', () => {
  const addOn = { ...offer, addOnOf: 'AZ' }
  const base = { isOwn: true, state: 'active' as const, offer: { code: 'AZ' }, resellerId: null }
  expect([
    codeOf({ offer: addOn, base }),
    codeOf({ offer: addOn }),
    codeOf({ offer: addOn, base: { ...base, isOwn: false } }),
    codeOf({ offer: addOn, base: { ...base, resellerId: 'another' } }),
    codeOf({ offer: addOn, base: { ...base, offer: { code: 'B1' } } }),
    codeOf({ offer: addOn, base: { ...base, state: 'suspended' } }),
  ]).toEqual([
    ...['ok', 'add_on_mismatch', 'other_seller', 'other_seller', 'add_on_mismatch', 'subscription_state'],
  ])
})

test('R-172 nothing is bought while the seller does not allow it, whatever else is so', () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(...subscriptionStates),
      fc.boolean(),
      (isAllowed, quantity, state, onBase) => {
        const base = onBase ? { isOwn: true, state, offer: { code: 'AZ' }, resellerId: null } : null
        const decision = decidePurchase({
          ...{ ...asked, isAllowed, base, purchase: { ...purchase, quantity } },
          offer: { ...offer, addOnOf: onBase ? 'AZ' : null },
        })
        expect(decision.ok).toBe(isAllowed && quantity <= 20 && (!onBase || state === 'active'))
      },
    ),
  )
})
