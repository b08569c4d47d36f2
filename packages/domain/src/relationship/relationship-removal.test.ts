import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testCloud } from '../../testing/cloud.ts'
import { attestationVersion } from '../core/attestation.ts'
import type { Cloud } from '../core/cloud.ts'
import { blocksRemoval, decideRelationshipRemoval } from './relationship-removal.ts'

const cloudWith = (removal: Partial<Cloud['removal']>): Cloud => ({
  ...testCloud,
  removal: { ...testCloud.removal, ...removal },
})
const stated = { given: true, version: attestationVersion }

function decide({
  cloud = testCloud,
  status = 'active' as 'active' | 'removed',
  services = ['azure'],
  requests = 0,
  subscriptions = 0,
  attestation = stated,
  typedName = 'Contoso AG',
} = {}) {
  const decision = decideRelationshipRemoval({
    ...{
      cloud,
      relationship: { status, customerName: 'Contoso AG' },
      live: { services, requests, subscriptions },
    },
    posted: { attestation, typedName },
  })
  return decision.ok ? decision.value : decision.refusal.code
}

describe('Remove customer relationship', () => {
  test('R-156 D-01 privileges stay as they are, or end with it, as the cloud says', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom('azure', 'intune', 'mail')), (services) => {
        const removal = { status: 'removed', attestation: attestationVersion }
        expect(decide({ services })).toEqual({ ...removal, kept: services, ended: [] })
        const cloud = cloudWith({ privileges: 'revoke' })
        expect(decide({ services, cloud })).toEqual({ ...removal, kept: [], ended: services })
      }),
    )
  })

  test('R-157 R-158 R-159 nothing is removed without the statement, in the words that are in force', () => {
    expect(decide({ attestation: { ...stated, given: false } })).toBe('attestation_missing')
    expect(decide({ attestation: { given: true, version: '2020-01' } })).toBe('attestation_changed')
  })

  test('U12 nothing is removed without the typed name', () => {
    expect(decide({ typedName: 'Contoso' })).toBe('name_not_typed')
    expect(decide({ typedName: ' Contoso  AG ' })).toMatchObject({ status: 'removed' })
  })

  test('D-34 what is live blocks the removal only where the cloud says so', () => {
    const cloud = cloudWith({ liveItems: 'block' })
    expect(decide({ services: ['azure'], requests: 2, subscriptions: 3 })).toMatchObject({ kept: ['azure'] })
    expect(decide({ cloud })).toBe('customer_items_live')
    expect(decide({ cloud, services: [], requests: 1 })).toBe('customer_items_live')
    expect(decide({ cloud, services: [], subscriptions: 1 })).toBe('customer_items_live')
    expect(decide({ cloud, services: [] })).toMatchObject({ status: 'removed' })
    expect(blocksRemoval(cloud, { services: [], requests: 0, subscriptions: 0 })).toBe(false)
  })

  test('a relationship is removed once', () => {
    expect(decide({ status: 'removed' })).toBe('relationship_already_removed')
  })
})
