import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayBeSentFor } from './send-limits.ts'

const isAllowed = (sent: number, complaints: number) => mayBeSentFor({ sent, complaints }).ok

describe('S19 complaints stop sending', () => {
  test.each([
    [0, 0, true],
    [1, 1, true],
    [10, 2, false],
    [2000, 2, true],
    [2000, 3, false],
    [2999, 3, false],
    [3000, 3, true],
  ])('of %i mails %i unwanted: %s', (sent, complaints, expected) => {
    expect(isAllowed(sent, complaints)).toBe(expected)
  })

  test('one more complaint never allows what was stopped, one more mail never stops what was allowed', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(50), (sent, complaints) => {
        if (!isAllowed(sent, complaints)) expect(isAllowed(sent, complaints + 1)).toBe(false)
        if (isAllowed(sent, complaints)) expect(isAllowed(sent + 1, complaints)).toBe(true)
      }),
    )
  })
})
