import fc from 'fast-check'
import { expect, test } from 'vitest'
import { liftAccountSuspension, suspendAccount } from './account-control.ts'

test('an account is suspended or not: each act works once, and the second operator is told', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('suspend', 'lift')),
      fc.date({ noInvalidDate: true }),
      (acts, now) => {
        let suspendedAt: Date | null = null
        for (const act of acts) {
          const before: Date | null = suspendedAt
          const decision: ReturnType<typeof suspendAccount> | ReturnType<typeof liftAccountSuspension> =
            act === 'suspend' ? suspendAccount(before, now) : liftAccountSuspension(before)
          if (decision.ok) suspendedAt = decision.value
          const code = act === 'suspend' ? 'account_already_suspended' : 'account_not_suspended'
          expect(decision.ok ? undefined : decision.refusal).toEqual(
            (act === 'suspend') === (before === null) ? undefined : { code },
          )
        }
      },
    ),
  )
})
