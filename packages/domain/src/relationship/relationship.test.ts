import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  nextRelationship,
  type RelationshipEvent,
  type RelationshipStatus,
  relationshipChange,
} from './relationship.ts'

const events: RelationshipEvent[] = ['accepted', 'imported', 'created', 'removed']

describe('§4.7 the relationship of a customer and a partner', () => {
  test.each([
    [undefined, ['active', 'active', 'active', undefined]],
    ['active', ['active', undefined, undefined, 'removed']],
    ['removed', ['active', undefined, undefined, undefined]],
  ] as const)('from %s: accepted, imported, created, removed', (status, next) => {
    expect(events.map((event) => nextRelationship(status, event))).toEqual(next)
  })

  test('R-161 in any history an acceptance makes it active, and the record never disappears', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (history) => {
        let status: RelationshipStatus | undefined
        for (const event of history) {
          const before = status
          status = nextRelationship(before, event) ?? before
          if (event === 'accepted') expect(status).toBe('active')
          if (before !== undefined) expect(status).toBeDefined()
          if (before === 'active' && status === 'removed') expect(event).toBe('removed')
        }
      }),
    )
  })

  test('R-161 an acceptance creates it once and reinstates the same record later', () => {
    expect(relationshipChange(undefined)).toBe('create')
    expect(relationshipChange('removed')).toBe('reinstate')
    expect(relationshipChange('active')).toBe('unchanged')
  })
})
