import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLiveSubscription, subscriptionStates } from './subscription.ts'
import { assignSupport, type SupportSide, supporterOf, supportSides } from './support-contact.ts'

const step = fc.record({
  side: fc.constantFrom(...supportSides),
  isOwn: fc.boolean(),
  state: fc.constantFrom(...subscriptionStates),
  hasReseller: fc.boolean(),
})

test('R-034 §4.10 after any assignments, the supporter is the seller or a reseller that still has the customer', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let supportBy: SupportSide = 'seller'
      for (const { side, ...now } of steps) {
        const decision = assignSupport({ ...now, supportBy }, side)
        expect(decision.ok).toBe(
          now.isOwn &&
            isLiveSubscription(now.state) &&
            side !== supportBy &&
            (side === 'seller' || now.hasReseller),
        )
        if (decision.ok) supportBy = decision.value
        expect(supporterOf({ supportBy, hasReseller: now.hasReseller })).toBe(
          now.hasReseller ? supportBy : 'seller',
        )
      }
    }),
  )
})
