import { expect, test } from 'vitest'
import { postedRemovals, removalField } from './posted-removal.ts'

test('R-030 a posted removal contains exactly the ticked services', () => {
  expect(postedRemovals({ [removalField('azure')]: 'on', idempotencyKey: 'x', 'remove-': 'on' })).toEqual([
    'azure',
    '',
  ])
  expect(postedRemovals({})).toEqual([])
})
