import { describe, expect, test } from 'vitest'
import { testCloud } from '../../testing/cloud.ts'
import { fabrikam } from '../../testing/organisations.ts'
import type { Cloud } from '../core/cloud.ts'
import { type Handing, handLink } from './handed-link.ts'

const usual: Handing = {
  cloud: testCloud,
  roles: ['global_admin'],
  relationship: { status: 'active' },
  partner: { status: 'active', privilegesFrozenAt: null, kind: 'indirect_reseller' },
  lastProvider: null,
}
const handed = (changes: Partial<Handing>) => {
  const answer = handLink({ ...usual, ...changes })
  return answer.ok ? answer.value : answer.refusal.code
}
const standing = (changes: Partial<Handing['partner']>) => ({ partner: { ...usual.partner, ...changes } })

describe('R-005 who is handed the live link of a partner', () => {
  test.each([
    ['global_admin', { providerId: null }],
    ['relationship_manager', { providerId: null }],
    ['user', 'missing_permission'],
    ['admin_agent', 'missing_permission'],
    ['operator_admin', 'missing_permission'],
  ] as const)('%s, of a partner that its customer deals with: %o', (role, answer) => {
    expect(handed({ roles: [role] })).toEqual(answer)
  })

  test.each([
    ['no relationship', { relationship: undefined }, 'not_found'],
    ['a removed relationship', { relationship: { status: 'removed' } }, 'not_found'],
    ['a suspended partner', standing({ status: 'suspended' }), 'partner_not_active'],
    ['a de-authorised partner', standing({ status: 'deauthorised' }), 'partner_not_active'],
    ['a frozen partner', standing({ privilegesFrozenAt: new Date(0) }), 'partner_not_active'],
  ] as const)('never of %s', (_case, changes, code) => {
    expect(handed(changes)).toBe(code)
  })

  test('D-05 where resellers make no links, the one with the provider of the last acceptance', () => {
    const requests = { ...testCloud.requests, linkAuthors: 'providerOnly' as const }
    const cloud: Cloud = { ...testCloud, requests }
    expect(handed({ cloud, lastProvider: fabrikam })).toEqual({ providerId: fabrikam })
    expect(handed({ cloud })).toBe('feature_off')
    expect(handed({ cloud, ...standing({ kind: 'direct_bill' }) })).toEqual({ providerId: null })
    expect(handed({ lastProvider: fabrikam })).toEqual({ providerId: null })
  })
})
