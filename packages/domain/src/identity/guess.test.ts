import fc from 'fast-check'
import { expect, test } from 'vitest'
import { waitsAfter } from './guess.ts'

test('five failures are free of waits but the next guess; then waits double from a second to fifteen minutes', () => {
  expect(waitsAfter(5)).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900])
})

test('a wait never shrinks and never exceeds fifteen minutes, so that nobody is locked out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), (free) => {
      const waits = waitsAfter(free)
      expect(waits.filter((wait) => wait === 0)).toHaveLength(free - 1)
      expect(waits.toSorted((a, b) => a - b)).toEqual(waits)
      expect([waits[free - 1], waits.at(-1)]).toEqual([1, 900])
    }),
  )
})
