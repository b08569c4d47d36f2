import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contoso, fabrikam, litware } from '../../testing/organisations.ts'
import type { Id } from '../core/id.ts'
import { unusedAfterDays, unusedSince } from './admin-grant.ts'
import { decideUnusedRemoval, type UsedGrant } from './unused-grant.ts'

const now = new Date('2026-11-30T12:00:00Z')
const day = 24 * 60 * 60 * 1000
const moment = fc.integer({ min: 0, max: 200 * day }).map((ago) => new Date(now.getTime() - ago))
const used: fc.Arbitrary<UsedGrant> = fc.record({
  id: fc.uuid() as fc.Arbitrary<Id<'grant'>>,
  service: fc.constantFrom('mail', 'compute', 'devices'),
  partnerId: fc.constantFrom(contoso, fabrikam),
  customerId: fc.constantFrom(litware),
  grantedAt: moment,
  lastUsedAt: fc.option(moment),
})
/** A service has one holder. */
const grants = fc.uniqueArray(used, { maxLength: 3, selector: ({ service }) => service })

test('§4.8 exactly the chosen grants end that nobody used for more than 90 days; everything else is kept', () => {
  fc.assert(
    fc.property(
      grants.chain((held) => fc.tuple(fc.constant(held), fc.subarray(held))),
      ([held, picked]) => {
        const chosen = picked.map(({ id }) => id)
        const decision = decideUnusedRemoval({ grants: held, chosen, now })
        const due = picked.filter(
          (grant) => now.getTime() - unusedSince(grant).getTime() > unusedAfterDays * day,
        )
        expect(decision.ok).toBe(due.length > 0)
        if (!decision.ok) return
        const ended = decision.value.flatMap(({ services }) => services)
        expect(ended.toSorted()).toEqual(due.map(({ service }) => service).toSorted())
        for (const { partnerId, services, kept } of decision.value)
          expect([...services, ...kept].toSorted()).toEqual(
            held
              .filter((grant) => grant.partnerId === partnerId)
              .map(({ service }) => service)
              .toSorted(),
          )
      },
    ),
  )
})
