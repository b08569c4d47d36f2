import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decideLicence,
  type LicenceState,
  licenceActs,
  settleLicence,
  startLicencesInput,
} from './licence.ts'

const subscription = 'active' as const
const user = 'active' as const

test('R-151 a licence needs an active subscription, a free seat and a user that is there', () => {
  const assign = (facts: object) =>
    decideLicence('assign', { subscription, free: 1, user, licence: undefined, ...facts })
  expect(assign({})).toEqual({ ok: true, value: 'assigning' })
  expect(assign({ free: 0 })).toEqual({ ok: false, refusal: 'no_seat' })
  expect(assign({ subscription: 'suspended' })).toEqual({ ok: false, refusal: 'subscription_not_active' })
  expect(assign({ user: 'deleted' })).toEqual({ ok: false, refusal: 'user_not_active' })
  expect(assign({ licence: 'taking' })).toEqual({ ok: false, refusal: 'already_assigned' })
})

test('R-151 names are read however they are separated, each once', () => {
  const subscriptionId = '01a22b5c-8e0d-7532-a095-e58caa1dcfa8'
  const userNames = 'Ada@x.example, bert@x.example;\nada@x.example\r\n'
  expect(startLicencesInput.parse({ subscriptionId, act: 'assign', userNames }).userNames).toEqual([
    'ada@x.example',
    'bert@x.example',
  ])
})

test('R-151 whatever is assigned, taken and answered, never more seats are taken than there are', () => {
  const step = fc.record({
    user: fc.nat(5),
    act: fc.constantFrom(...licenceActs),
    answers: fc.boolean(),
    outcome: fc.constantFrom('success' as const, 'failed' as const),
  })
  fc.assert(
    fc.property(fc.nat(4), fc.array(step, { maxLength: 40 }), (seats, steps) => {
      const licences = new Map<number, LicenceState>()
      for (const { user: who, act, answers, outcome } of steps) {
        const licence = licences.get(who)
        if (answers && licence) {
          const next = settleLicence(licence, act, outcome)
          if (next) licences.set(who, next)
          else licences.delete(who)
        } else {
          const next = decideLicence(act, { subscription, free: seats - licences.size, user, licence })
          if (next.ok) licences.set(who, next.value)
        }
        expect(licences.size).toBeLessThanOrEqual(seats)
      }
    }),
  )
})
