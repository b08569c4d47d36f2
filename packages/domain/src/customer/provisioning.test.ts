import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  advanceProvisioning,
  hangsAfterMinutes,
  isHanging,
  type ProvisionerAnswer,
  type Provisioning,
  retryProvisioning,
  waitAfter,
} from './provisioning.ts'

const start = Date.UTC(2027, 0, 1)
const after = (minutes: number) => new Date(start + minutes * 60_000)
const requested: Provisioning = { state: 'pending', attempts: 0, requestedAt: after(0) }

test('§4.10 the provisioner is asked again later and later, and never given up', () => {
  expect([1, 2, 5, 9, 10, 2000].map(waitAfter)).toEqual([2, 4, 32, 512, 900, 900])
})

test('§4.10 what stays without an outcome hangs after a quarter of an hour, and only that is asked again by hand', () => {
  expect(isHanging(requested, after(hangsAfterMinutes - 1))).toBe(false)
  expect(isHanging(requested, after(hangsAfterMinutes))).toBe(true)
  expect(retryProvisioning(requested, after(1))).toMatchObject({
    refusal: { code: 'provisioning_not_hanging' },
  })
  expect(retryProvisioning({ ...requested, state: 'failed' }, after(60)).ok).toBe(false)
  expect(retryProvisioning(requested, after(60))).toEqual({ ok: true, value: 'asked' })
})

test('§4.10 whatever answers come, doubled, late or in another order, the first outcome is the only one', () => {
  const answer = fc.oneof<fc.Arbitrary<ProvisionerAnswer>[]>(
    fc.constant({ state: 'success', externalId: 'x' }),
    fc.constant({ state: 'failed', code: 'no' }),
    fc.constant({ state: 'pending', externalId: null }),
    fc.constant({ state: 'unclear', fault: 'no_answer' }),
  )
  // `lag`: how many attempts ago the question of an answer was asked.
  fc.assert(
    fc.property(fc.array(fc.record({ answer, lag: fc.nat(3) }), { maxLength: 30 }), (answers) => {
      let now = requested
      let scheduled = 0
      const outcomes: string[] = []
      for (const { answer, lag } of answers) {
        const attempt = Math.max(0, now.attempts - lag)
        const step = advanceProvisioning(now, answer, { attempt })
        if (!step.ok) {
          // Refused: over already, or an answer of an older attempt that says nothing final.
          expect(now.state !== 'pending' || attempt !== now.attempts).toBe(true)
          continue
        }
        expect(now.state).toBe('pending')
        const { state, attempts, waitSeconds } = step.value
        if (state === 'pending') scheduled++
        else outcomes.push(state)
        expect(waitSeconds === null).toBe(state !== 'pending')
        now = { ...now, state, attempts }
      }
      const first = answers.find(({ answer: { state } }) => state === 'success' || state === 'failed')
      expect(outcomes).toEqual(first ? [first.answer.state] : [])
      // One next question for each attempt: no second chain of questions.
      expect(scheduled).toBe(now.attempts - outcomes.length)
    }),
  )
})
