import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Id } from '../core/id.ts'
import {
  askForAct,
  confirmRequest,
  type OperatorRequest,
  operatorRequestHours,
  operatorRequestState,
  withdrawRequest,
} from './operator-request.ts'

const [ada, ben] = ['ada', 'ben'] as unknown as [Id<'account'>, Id<'account'>]
const start = new Date('2027-03-01T09:00:00Z')
const hoursLater = (hours: number) => new Date(start.getTime() + hours * 3_600_000)

const asked = (): OperatorRequest => {
  const until = askForAct([], start)
  if (!until.ok) throw new Error('Nothing is open.')
  return { askedBy: ada, expiresAt: until.value, confirmedBy: null, withdrawnBy: null }
}

test('a second operator confirms a request, never the one who asked', () => {
  expect(confirmRequest(asked(), ben, hoursLater(1))).toEqual({ ok: true, value: 'confirmed' })
  expect(confirmRequest(asked(), ada, hoursLater(1))).toEqual({
    ok: false,
    refusal: { code: 'own_request' },
  })
})

test('a request waits 72 hours', () => {
  expect(operatorRequestState(asked(), hoursLater(operatorRequestHours - 0.01))).toBe('open')
  const refusal = { code: 'request_settled', state: 'expired' }
  expect(confirmRequest(asked(), ben, hoursLater(operatorRequestHours))).toEqual({ ok: false, refusal })
  expect(withdrawRequest(asked(), hoursLater(operatorRequestHours))).toEqual({ ok: false, refusal })
})

test('one request for an act is open at a time; an expired one stands in nobody’s way', () => {
  expect(askForAct([asked()], hoursLater(1))).toEqual({ ok: false, refusal: { code: 'already_asked' } })
  expect(askForAct([asked()], hoursLater(operatorRequestHours)).ok).toBe(true)
})

test('whatever operators do and when, a request is settled at most once, and confirmed only by four eyes in time', () => {
  const act = fc.record({
    act: fc.constantFrom('confirm', 'withdraw'),
    by: fc.constantFrom(ada, ben),
    hours: fc.double({ min: 0, max: 100, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      let request = asked()
      let settled = 0
      for (const { act, by, hours } of acts.toSorted((a, b) => a.hours - b.hours)) {
        const now = hoursLater(hours)
        const decision = act === 'confirm' ? confirmRequest(request, by, now) : withdrawRequest(request, now)
        if (!decision.ok) continue
        settled += 1
        request = { ...request, [act === 'confirm' ? 'confirmedBy' : 'withdrawnBy']: by }
        expect(operatorRequestState(request, now)).toBe(decision.value)
        expect(hours).toBeLessThan(operatorRequestHours)
      }
      expect(settled).toBeLessThanOrEqual(1)
      expect(request.confirmedBy).not.toBe(request.askedBy)
    }),
  )
})
