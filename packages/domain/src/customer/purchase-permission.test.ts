import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partnerKinds } from '../core/organisation.ts'
import { setPurchasePermission } from './purchase-permission.ts'

test('R-172 off until the seller allows it, and never by a reseller, in whatever order it is switched', () => {
  const press = fc.record({ wanted: fc.boolean(), kind: fc.constantFrom(...partnerKinds) })
  fc.assert(
    fc.property(fc.array(press, { maxLength: 20 }), fc.boolean(), (presses, selfService) => {
      const cloud = { subscriptions: { selfService } }
      let isOn = false
      for (const { wanted, kind } of presses) {
        const decision = setPurchasePermission({ isOn, cloud, kind }, wanted)
        expect(decision.ok).toBe(selfService && kind !== 'indirect_reseller' && wanted !== isOn)
        if (!decision.ok) continue
        expect(decision.value).toBe(wanted ? 'allowed' : 'forbidden')
        isOn = wanted
      }
    }),
  )
})
