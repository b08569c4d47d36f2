import { expect, test } from 'vitest'
import { wholeActs } from './whole-acts.ts'

const rows = (ids: string) => [...ids].map((requestId) => ({ requestId }))
const read = (ids: string, limit: number) =>
  wholeActs(rows(ids), limit)
    .map(({ requestId }) => requestId)
    .join('')

test('a page of records ends between two acts, unless one act fills it', () => {
  expect(read('aab', 3)).toBe('aab')
  expect(read('aabb', 3)).toBe('aa')
  expect(read('aabc', 3)).toBe('aab')
  expect(read('bbbb', 3)).toBe('bbb')
  expect(read('', 3)).toBe('')
})
