import { expect, test } from 'vitest'
import { standingOf } from './invitation.ts'

const at = '2027-01-02T03:04:05Z'

test.each([
  ['none', { holdsAll: false, declinedAt: null }, 'open'],
  ['none', { holdsAll: true, declinedAt: at }, 'declined'],
  ['active', { holdsAll: true, declinedAt: at }, 'complete'],
  ['active', { holdsAll: false, declinedAt: null }, 'active'],
  ['removed', { holdsAll: false, declinedAt: null }, 'removed'],
] as const)(
  'R-022 an invitation that is opened again says how it stands: %s, %o is %s',
  (relationship, facts, standing) => {
    expect(standingOf(relationship, facts)).toBe(standing)
  },
)
