import { expect, test, vi } from 'vitest'
import { newId } from './new-id.ts'

test('ids are UUIDs of version 7 that grow, also within a millisecond and when the clock goes back', () => {
  vi.useFakeTimers({ now: Date.now() })
  const ids = Array.from({ length: 10_000 }, newId)
  vi.setSystemTime(Date.now() - 60_000)
  ids.push(newId())
  vi.useRealTimers()
  expect(ids).toEqual([...new Set(ids)].sort())
  const v7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/
  expect(ids.filter((id) => !v7.test(id))).toEqual([])
})

test('an id says when it was made, and what follows the counter never repeats', () => {
  const madeAt = (id: string) => Number.parseInt(id.replace('-', '').slice(0, 12), 16)
  const before = Date.now()
  const ids = Array.from({ length: 1000 }, newId)
  for (const id of ids) expect(madeAt(id)).toBeGreaterThanOrEqual(before)
  // A millisecond has at least 2,048 ids; what is made faster, as in the test above, is some milliseconds ahead.
  expect(madeAt(ids.at(-1) ?? '')).toBeLessThanOrEqual(Date.now() + 10)
  expect(new Set(ids.map((id) => id.slice(19))).size).toBe(1000)
})
