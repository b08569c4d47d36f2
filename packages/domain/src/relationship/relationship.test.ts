import { expect, test } from 'vitest'
import { acceptRelationship } from './relationship.ts'

test('R-161 an acceptance creates the relationship once, keeps it, and reinstates the same record later', () => {
  expect([undefined, 'active' as const, 'removed' as const].map(acceptRelationship)).toEqual([
    { change: 'create', status: 'active' },
    { change: 'unchanged', status: 'active' },
    { change: 'reinstate', status: 'active' },
  ])
})
