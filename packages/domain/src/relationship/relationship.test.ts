import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  acceptRelationship,
  type RelationshipEvent,
  type RelationshipStatus,
  stepRelationship,
} from './relationship.ts'

const events = ['accept', 'import', 'create', 'remove'] as const

describe('§4.7 the relationship of one customer and one partner', () => {
  test('R-161 an acceptance creates the relationship once, keeps it, and reinstates the same record later', () => {
    expect([undefined, 'active' as const, 'removed' as const].map(acceptRelationship)).toEqual([
      { change: 'create', status: 'active' },
      { change: 'unchanged', status: 'active' },
      { change: 'reinstate', status: 'active' },
    ])
  })

  test.each([
    ['import', ['create', 'unchanged', 'unchanged']],
    ['create', ['create', undefined, undefined]],
    ['remove', [undefined, 'remove', undefined]],
  ] as const)('%s: where it is possible, and what it does', (event, changes) => {
    const states = [undefined, 'active', 'removed'] as const
    expect(states.map((status) => stepRelationship(status, event)?.change)).toEqual(changes)
  })

  test('R-155 R-161 in any order of events it is one record, which only its partner removes and only its customer brings back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 40 }), (story: RelationshipEvent[]) => {
        let status: RelationshipStatus | undefined
        let created = 0
        for (const event of story) {
          const step = stepRelationship(status, event)
          if (!step) continue
          if (step.change === 'create') created += 1
          if (status === 'active' && step.status === 'removed') expect(event).toBe('remove')
          if (status === 'removed' && step.status === 'active') expect(event).toBe('accept')
          expect(step.status === status).toBe(step.change === 'unchanged')
          status = step.status
        }
        expect(created).toBe(status === undefined ? 0 : 1)
      }),
    )
  })
})
