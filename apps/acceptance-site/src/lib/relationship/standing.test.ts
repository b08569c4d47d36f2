import { expect, test } from 'vitest'
import { standingOf } from './invitation.ts'

const at = '2027-01-02T03:04:05Z'

test.each([
  [['none'], { holdsAll: false, declinedAt: null }, 'open'],
  [['none'], { holdsAll: true, declinedAt: at }, 'declined'],
  [['active'], { holdsAll: true, declinedAt: at }, 'complete'],
  [['active'], { holdsAll: false, declinedAt: null }, 'active'],
  [['removed'], { holdsAll: false, declinedAt: null }, 'removed'],
  [['active', 'none'], { holdsAll: true, declinedAt: null }, 'active'],
  [['none', 'active'], { holdsAll: true, declinedAt: at }, 'active'],
  [['removed', 'none'], { holdsAll: true, declinedAt: null }, 'removed'],
  [['active', 'active'], { holdsAll: true, declinedAt: null }, 'complete'],
] as const)(
  'R-022 R-179 an invitation that is opened again says how it stands: %o, %o is %s',
  (relationships, facts, standing) => {
    expect(standingOf(relationships, facts)).toBe(standing)
  },
)
