import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type CustomerUserFacts,
  changeUser,
  createCustomerUserInput,
  customerUserActs,
  settleUser,
} from './customer-user.ts'

const start = Date.UTC(2027, 0, 1)
const onDay = (day: number) => new Date(start + day * 86_400_000)
const made: CustomerUserFacts = {
  ...{ displayName: 'Ada', roles: [], status: 'creating', formerStatus: null, deletedAt: null },
}
const active: CustomerUserFacts = { ...made, status: 'active' }
const change = (user: CustomerUserFacts, act: (typeof customerUserActs)[number], day = 0) =>
  changeUser(user, act, { now: onDay(day) })

test('§4.4 a deleted user comes back within 30 days as it was, and not later', () => {
  const disabled = change(active, 'disable')
  if (!disabled.ok) throw new Error('not disabled')
  const deleted = change(disabled.value, 'delete', 1)
  if (!deleted.ok) throw new Error('not deleted')
  expect(deleted.value).toMatchObject({ status: 'deleted', formerStatus: 'disabled', deletedAt: onDay(1) })
  expect(change(deleted.value, 'restore', 30)).toMatchObject({
    value: { status: 'disabled', deletedAt: null },
  })
  expect(change(deleted.value, 'restore', 31)).toMatchObject({ refusal: { code: 'customer_user_changed' } })
})

test('§4.4 nothing happens to a user that the cloud has not made, or refused', () => {
  for (const status of ['creating', 'refused'] as const)
    for (const act of customerUserActs) expect(change({ ...made, status }, act).ok).toBe(false)
})

test('§4.4 a refused change is taken back, and leaves what somebody changed since', () => {
  const after = { ...active, displayName: 'Ada Roy', roles: ['user_admin'] as const }
  const wish = { act: 'update' as const, before: active, after }
  const refused = { state: 'failed' as const, code: 'no' }
  expect(settleUser(after, wish, refused)).toEqual(active)
  expect(settleUser({ ...after, displayName: 'Countess' }, wish, refused)).toEqual({
    ...active,
    displayName: 'Countess',
  })
  expect(settleUser(after, wish, { state: 'success', externalId: 'x' })).toEqual(after)
})

test('R-151 a name to sign in with is written like an address, in small letters', () => {
  const input = { displayName: 'Ada', userName: 'Ada@Contoso.example', roles: [] }
  expect(createCustomerUserInput.parse(input).userName).toBe('ada@contoso.example')
  expect(createCustomerUserInput.safeParse({ ...input, userName: 'ada' }).success).toBe(false)
  expect(createCustomerUserInput.safeParse({ ...input, displayName: ' ' }).success).toBe(false)
})

test('§4.4 whatever is done and answered in whatever order, a user ends in a state that its times fit', () => {
  const step = fc.record({
    act: fc.constantFrom(...customerUserActs),
    days: fc.nat(12),
    isRefused: fc.boolean(),
    lag: fc.nat(3),
  })
  fc.assert(
    fc.property(fc.boolean(), fc.array(step, { maxLength: 25 }), (isMade, steps) => {
      let day = 0
      let user = settleUser(
        made,
        { act: 'create', before: null, after: null },
        isMade ? { state: 'success', externalId: 'x' } : { state: 'failed', code: 'no' },
      )
      const open: {
        act: (typeof customerUserActs)[number]
        before: CustomerUserFacts
        after: CustomerUserFacts
      }[] = []
      for (const { act, days, isRefused, lag } of steps) {
        day += days
        const decision = change(user, act, day)
        if (decision.ok) {
          expect(isMade).toBe(true)
          open.push({ act, before: user, after: decision.value })
          user = decision.value
        }
        // Outcomes come in the order of the wishes, some time after them.
        const [wish] = open.length > lag ? open.splice(0, 1) : []
        if (wish)
          user = settleUser(
            user,
            wish,
            isRefused ? { state: 'failed', code: 'no' } : { state: 'success', externalId: 'x' },
          )
        expect(user.status === 'deleted').toBe(user.deletedAt !== null)
        expect(user.status === 'deleted').toBe(user.formerStatus !== null)
        expect(user.status === 'refused').toBe(!isMade)
      }
    }),
  )
})
