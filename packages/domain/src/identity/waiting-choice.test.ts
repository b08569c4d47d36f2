import { expect, test } from 'vitest'
import { choiceLimits, isTooLarge } from './waiting-choice.ts'

test('a form may wait up to its limits in fields and characters', () => {
  const fields = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`field-${at}`, 'x']))
  expect(isTooLarge({})).toBe(false)
  expect(isTooLarge(fields(choiceLimits.fields))).toBe(false)
  expect(isTooLarge(fields(choiceLimits.fields + 1))).toBe(true)
  // Quotes, braces and the colon count too.
  const around = JSON.stringify({ a: '' }).length
  expect(isTooLarge({ a: 'x'.repeat(choiceLimits.characters - around) })).toBe(false)
  expect(isTooLarge({ a: 'x'.repeat(choiceLimits.characters - around + 1) })).toBe(true)
})
