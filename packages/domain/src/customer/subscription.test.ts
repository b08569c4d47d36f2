import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideChange, type OrderedNow, type OrderKind, type SoldOffer, settleOrder } from './order.ts'
import {
  isInCancelWindow,
  type SubscriptionTimes,
  stepSubscription,
  subscriptionActs,
  subscriptionStateOf,
} from './subscription.ts'

const cloud = {
  subscriptions: {
    currencies: ['EUR'],
    cancelDays: 7,
    selfService: true,
    suspendedDays: 60,
    expiredDays: 30,
    disabledDays: 90,
  },
}
const onDay = (day: number) => new Date(Date.UTC(2027, 0, 1) + day * 86_400_000)
const active: SubscriptionTimes = { status: 'active', startedAt: onDay(0), suspendedAt: null, endsAt: null }
const stateOn = (times: Partial<SubscriptionTimes>, day: number) =>
  subscriptionStateOf({ ...active, ...times }, cloud, onDay(day))

test('§4.10 D-26 a suspended subscription is deleted after the days of its cloud', () => {
  const suspended = { status: 'suspended' as const, suspendedAt: onDay(10) }
  expect([stateOn(suspended, 69), stateOn(suspended, 70)]).toEqual(['suspended', 'deleted'])
})

test('§4.10 what does not renew expires, is disabled 30 days later and deleted after 90 more', () => {
  const ends = { endsAt: onDay(30) }
  expect([29, 30, 59, 60, 149, 150].map((day) => stateOn(ends, day))).toEqual([
    ...['active', 'expired', 'expired', 'disabled', 'disabled', 'deleted'],
  ])
})

test('§4.10 a subscription may be cancelled within seven days of its start', () => {
  const at = (day: number) => isInCancelWindow({ startedAt: onDay(0) }, cloud, onDay(day))
  expect([at(0), at(6.9), at(7)]).toEqual([true, true, false])
  expect(isInCancelWindow({ startedAt: null }, cloud, onDay(0))).toBe(false)
})

test('§4.10 in whatever order people, provisioner and time act, an ended subscription stays ended and no seat is lost', () => {
  const offer: SoldOffer = {
    ...{ id: 'o', code: 'o', name: 'o', service: 's', addOnOf: null, seatsMin: 1, seatsMax: 300 },
    ...{ selfService: false, isWithdrawn: false, prices: [{ term: 'P1M', currency: 'EUR', amount: 100 }] },
  }
  const step = fc.record({
    act: fc.constantFrom('quantity', 'suspend', 'resume', 'cancel', 'renewal', 'answer'),
    outcome: fc.constantFrom('success', 'failed'),
    quantity: fc.integer({ min: 1, max: 320 }),
    assigned: fc.integer({ min: 0, max: 20 }),
    days: fc.nat(40),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let day = 0
      let times: SubscriptionTimes = { ...active, status: 'pending', startedAt: null }
      let quantity = 5
      let pending: { kind: OrderKind; quantity: number } | undefined = { kind: 'create', quantity }
      const ended = new Set(['canceled', 'failed', 'disabled', 'deleted'])
      for (const { act, outcome, quantity: wanted, assigned, days } of steps) {
        day += days
        const [now, state] = [onDay(day), stateOn(times, day)]
        if (act === 'answer') {
          const settled =
            pending &&
            settleOrder({ kind: pending.kind, status: 'pending' }, times.status, outcome as 'success')
          if (!settled?.ok || !pending) continue
          const { subscription } = settled.value
          if (subscription) {
            expect(['canceled', 'failed']).not.toContain(times.status)
            quantity = pending.quantity
            times = {
              ...{
                ...times,
                status: subscription,
                startedAt: times.startedAt ?? (subscription === 'active' ? now : null),
              },
              suspendedAt: subscription === 'suspended' ? (times.suspendedAt ?? now) : null,
            }
          }
          pending = undefined
          continue
        }
        const facts: OrderedNow = {
          ...{
            state,
            offer,
            term: 'P1M',
            quantity,
            resellerId: null,
            renews: times.endsAt === null,
            isOwn: true,
          },
          ...{
            isInCancelWindow: isInCancelWindow(times, cloud, now),
            hasPendingOrder: pending !== undefined,
          },
          ...{ hasLiveAddOns: false, assigned: Math.min(assigned, quantity) },
        }
        const change =
          act === 'quantity'
            ? { kind: act, quantity: wanted, unitPrice: 100 }
            : act === 'renewal'
              ? { kind: act, isOn: times.endsAt !== null }
              : { kind: act as 'suspend' }
        const decision = decideChange(facts, change)
        if (!decision.ok) continue
        expect(ended.has(state)).toBe(false)
        expect(pending).toBeUndefined()
        expect(decision.value.quantity).toBeGreaterThanOrEqual(act === 'quantity' ? facts.assigned : quantity)
        expect(decision.value.quantity).toBeLessThanOrEqual(offer.seatsMax)
        if (act === 'cancel')
          expect(now.getTime() - (times.startedAt?.getTime() ?? 0)).toBeLessThan(7 * 86_400_000)
        if (act === 'renewal') times = { ...times, endsAt: times.endsAt ? null : onDay(day + 10) }
        else pending = { kind: act as OrderKind, quantity: decision.value.quantity }
      }
    }),
  )
})

test('§4.10 nothing follows a canceled, failed, disabled or deleted subscription', () => {
  for (const state of ['canceled', 'failed', 'disabled', 'deleted'] as const)
    expect(subscriptionActs.filter((act) => stepSubscription(state, act))).toEqual([])
})
