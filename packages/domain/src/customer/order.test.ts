import { expect, test } from 'vitest'
import {
  decideChange,
  decideNewOrder,
  isPurchase,
  type OrderedNow,
  type SoldOffer,
  settleOrder,
} from './order.ts'
import { settleAsk } from './order-ask.ts'
import { decideParties, type OrderParties } from './order-parties.ts'

const offer: SoldOffer = {
  ...{
    id: 'basic',
    code: 'basic',
    name: 'Basic',
    service: 'office',
    addOnOf: null,
    seatsMin: 2,
    seatsMax: 50,
  },
  selfService: false,
  isWithdrawn: false,
  prices: [
    { term: 'P1M', currency: 'EUR', amount: 700 },
    { term: 'P1Y', currency: 'EUR', amount: 7000 },
  ],
}
const premium = { ...offer, id: 'premium', code: 'premium' }
const addOn: SoldOffer = { ...offer, id: 'audio', code: 'audio', addOnOf: 'basic' }
const now: OrderedNow = {
  ...{ state: 'active', offer, term: 'P1M', quantity: 10, resellerId: 'r', renews: true, isOwn: true },
  ...{ isInCancelWindow: true, hasPendingOrder: false, hasLiveAddOns: false, assigned: 4 },
}
const fine: OrderParties = {
  ...{ partner: { kind: 'indirect_provider', status: 'active' }, relationship: { status: 'active' } },
  ...{ customerHasAccount: true, agreementHolds: true, reseller: { isPartner: true, hasCustomer: true } },
}
const refusalOf = (result: { ok: boolean; refusal?: { code: string } }) => result.refusal?.code ?? 'ok'
const codeOf = (parties: Partial<OrderParties>) => refusalOf(decideParties({ ...fine, ...parties }))
const order = {
  offerId: 'basic',
  term: 'P1M',
  quantity: 5,
  unitPrice: 700,
  parentId: null,
  resellerId: null,
} as never as Parameters<typeof decideNewOrder>[0]

test('R-069 R-127 R-134 R-135 R-136 R-163 each condition that a provider’s order misses has its own code', () => {
  expect(codeOf({})).toBe('ok')
  expect(codeOf({ relationship: { status: 'removed' } })).toBe('own_relationship_missing')
  expect(codeOf({ customerHasAccount: false })).toBe('customer_account_missing')
  expect(codeOf({ reseller: null })).toBe('reseller_missing')
  expect(codeOf({ reseller: { isPartner: false, hasCustomer: false } })).toBe('partnership_missing')
  expect(codeOf({ reseller: { isPartner: true, hasCustomer: false } })).toBe('reseller_relationship_missing')
  expect(codeOf({ agreementHolds: false })).toBe('customer_agreement_missing')
})

test('R-069 a reseller orders nothing itself, and a direct-bill partner names nobody', () => {
  const kind = (kind: OrderParties['partner']['kind']) => ({ partner: { kind, status: 'active' as const } })
  expect(codeOf({ ...kind('indirect_reseller'), reseller: null })).toBe('reseller_cannot_order')
  expect(codeOf({ ...kind('direct_bill'), reseller: null })).toBe('ok')
  expect(codeOf(kind('direct_bill'))).toBe('reseller_unexpected')
  expect(codeOf({ partner: { kind: 'direct_bill', status: 'suspended' }, reseller: null })).toBe(
    'orders_suspended',
  )
})

test('§4.10 an order is for an offer that is sold, in its range and at the price that was reviewed', () => {
  const codeOf = (change: object, of: SoldOffer | undefined = offer, parent: OrderedNow | null = null) =>
    refusalOf(decideNewOrder({ ...order, ...change }, of, parent))
  expect(codeOf({})).toBe('ok')
  expect(refusalOf(decideNewOrder(order, undefined, null))).toBe('offer_not_sold')
  expect(codeOf({ term: 'P3Y' })).toBe('offer_not_sold')
  expect(codeOf({}, { ...offer, isWithdrawn: true })).toBe('offer_not_sold')
  expect([codeOf({ quantity: 1 }), codeOf({ quantity: 51 })]).toEqual([
    'seats_out_of_range',
    'seats_out_of_range',
  ])
  expect(codeOf({ unitPrice: 699 })).toBe('price_changed')
})

test('R-042 an add-on needs a live base of the same seller', () => {
  const codeOf = (parent: OrderedNow | null, of = addOn) => refusalOf(decideNewOrder(order, of, parent))
  expect(codeOf(now)).toBe('ok')
  expect(codeOf(null)).toBe('add_on_mismatch')
  expect(codeOf(now, offer)).toBe('add_on_mismatch')
  expect(codeOf({ ...now, offer: premium })).toBe('add_on_mismatch')
  expect(codeOf({ ...now, state: 'suspended' })).toBe('subscription_state')
  expect(codeOf({ ...now, isOwn: false })).toBe('other_seller')
})

const changes = {
  quantity: { kind: 'quantity', quantity: 8, unitPrice: 700 },
  transition: { kind: 'transition', offerId: 'premium', unitPrice: 700 },
  migrate: { kind: 'migrate', term: 'P1Y', unitPrice: 7000 },
  partner_of_record: { kind: 'partner_of_record', resellerId: 'other' },
  renewal: { kind: 'renewal', isOn: false },
  suspend: { kind: 'suspend' },
  cancel: { kind: 'cancel' },
} as never as Record<string, Parameters<typeof decideChange>[1]>

test('R-041 R-043 R-044 R-045 a partner that did not sell a subscription cannot change it', () => {
  for (const [kind, change] of Object.entries(changes)) {
    expect(refusalOf(decideChange(now, change, premium)), kind).toBe('ok')
    expect(refusalOf(decideChange({ ...now, isOwn: false }, change, premium)), kind).toBe('other_seller')
    expect(refusalOf(decideChange({ ...now, hasPendingOrder: true }, change, premium)), kind).toBe(
      'order_pending',
    )
    expect(refusalOf(decideChange({ ...now, state: 'suspended' }, change, premium)), kind).toBe(
      'subscription_state',
    )
  }
})

const changed = (change: object, of: Partial<OrderedNow> = {}, to?: SoldOffer) =>
  decideChange({ ...now, ...of }, change as never, to)

test('§4.10 seats stay in the offer’s range and never go below what is assigned', () => {
  const seats = (quantity: number, of: Partial<OrderedNow> = {}) =>
    changed({ kind: 'quantity', quantity, unitPrice: 700 }, of)
  expect(seats(50)).toMatchObject({ value: { quantity: 50, price: { amount: 700 }, status: 'active' } })
  expect(seats(3)).toMatchObject({ refusal: { code: 'seats_assigned', assigned: 4 } })
  expect(seats(51)).toMatchObject({ refusal: { code: 'seats_out_of_range', min: 2, max: 50 } })
  expect(seats(1, { assigned: 0 })).toMatchObject({ refusal: { code: 'seats_out_of_range' } })
  expect(seats(10)).toMatchObject({ refusal: { code: 'nothing_changed' } })
  const withdrawn = { offer: { ...offer, isWithdrawn: true } }
  expect(seats(11, withdrawn)).toMatchObject({ refusal: { code: 'offer_not_sold' } })
  expect(seats(9, withdrawn)).toMatchObject({ value: { quantity: 9, price: null } })
})

test('§4.10 a transition stays in its service, and neither it nor a cancellation leaves add-ons behind', () => {
  expect(changed({ kind: 'transition', unitPrice: 700 }, {}, premium)).toMatchObject({
    value: { offerId: 'premium' },
  })
  expect(
    refusalOf(changed({ kind: 'transition', unitPrice: 700 }, {}, { ...premium, service: 'azure' })),
  ).toBe('transition_impossible')
  expect(refusalOf(changed({ kind: 'transition', unitPrice: 700 }, {}, addOn))).toBe('transition_impossible')
  expect(refusalOf(changed({ kind: 'transition', unitPrice: 700 }, {}, offer))).toBe('nothing_changed')
  expect(refusalOf(changed({ kind: 'transition', unitPrice: 700 }))).toBe('offer_not_sold')
  expect(refusalOf(changed({ kind: 'transition', unitPrice: 700 }, { hasLiveAddOns: true }, premium))).toBe(
    'add_ons_live',
  )
  expect(refusalOf(changed({ kind: 'cancel' }, { hasLiveAddOns: true }))).toBe('add_ons_live')
  expect(refusalOf(changed({ kind: 'cancel' }, { isInCancelWindow: false }))).toBe('cancel_window_over')
  expect(refusalOf(changed({ kind: 'migrate', term: 'P1M', unitPrice: 700 }))).toBe('nothing_changed')
  expect(refusalOf(changed({ kind: 'renewal', isOn: true }))).toBe('nothing_changed')
  expect(refusalOf(changed({ kind: 'partner_of_record', resellerId: 'r' }))).toBe('nothing_changed')
})

test('§4.10 more seats, another offer and another term are purchases', () => {
  const kinds = Object.entries(changes).filter(([, change]) => isPurchase(change, 5))
  expect(kinds.map(([kind]) => kind)).toEqual(['quantity', 'transition', 'migrate'])
  expect(Object.values(changes).some((change) => change.kind === 'quantity' && isPurchase(change, 8))).toBe(
    false,
  )
})

test('§4.10 an answer settles an order once, and one that failed changes nothing', () => {
  const settle = (kind: 'create' | 'suspend', outcome: 'success' | 'failed', state = 'pending') =>
    settleOrder({ kind, status: 'pending' }, state as 'pending', outcome)
  expect(settle('create', 'success')).toMatchObject({ value: { order: 'done', subscription: 'active' } })
  expect(settle('create', 'failed')).toMatchObject({ value: { order: 'failed', subscription: 'failed' } })
  expect(settle('suspend', 'failed', 'active')).toEqual({
    ok: true,
    value: { order: 'failed', subscription: undefined },
  })
  expect(settle('suspend', 'success', 'canceled')).toMatchObject({ value: { order: 'failed' } })
  expect(settleOrder({ kind: 'create', status: 'done' }, 'active', 'success')).toMatchObject({
    refusal: { code: 'order_settled' },
  })
})

test('R-152 what a reseller asked is answered once', () => {
  expect(settleAsk('open', 'order')).toEqual({ ok: true, value: 'ordered' })
  expect(settleAsk('open', 'decline')).toEqual({ ok: true, value: 'declined' })
  expect(settleAsk('withdrawn', 'order')).toMatchObject({ refusal: { code: 'order_ask_settled' } })
})
