import type { PartnerKind } from '@entente/domain/core/organisation'
import { permissions } from '@entente/domain/core/permission'
import { type PartnerRole, partnerRoles } from '@entente/domain/core/role'
import { adminTypes, agentTypes, rolesOfTypes } from '@entente/domain/core/user-type'
import { describe, expect, test } from 'vitest'
import { navigationFor, opens, sectionsOf } from './navigation.ts'

const withProfiles = { businessProfile: { isOn: true }, referrals: { isOn: true } }

const hrefsFor = (
  roles: readonly PartnerRole[],
  status: 'active' | 'enrolling' | 'deauthorised' = 'active',
  kind: PartnerKind = 'direct_bill',
) => navigationFor({ roles, status, kind, cloud: withProfiles }).map(({ href }) => href)

/** The pages that each role sees. */
const seen: Record<PartnerRole, string[]> = {
  global_admin: ['/', '/customers', '/requests', '/service-requests', '/referrals', '/billing', '/settings'],
  user_admin: ['/', '/settings'],
  billing_admin: ['/', '/billing'],
  admin_agent: ['/', '/customers', '/requests', '/service-requests', '/referrals', '/billing', '/settings'],
  sales_agent: ['/', '/customers', '/requests', '/service-requests', '/referrals'],
  helpdesk_agent: ['/', '/customers', '/service-requests', '/settings'],
}

const combinations = agentTypes.flatMap((agentType) =>
  adminTypes.map((adminType) => rolesOfTypes({ agentType, adminType })),
)

describe('R-010 R-111 the navigation', () => {
  test.each(combinations)('shows what %s %s may open, and nothing else', (...roles) => {
    const held: PartnerRole[] = roles.filter((role) => role !== undefined)
    const wanted = new Set(held.flatMap((role) => seen[role]))
    expect(new Set(hrefsFor(held))).toEqual(wanted)
  })

  test.each(partnerRoles)('a section of Settings opens for %s if the permission table allows it', (role) => {
    for (const { permission } of sectionsOf({ kind: 'indirect_provider', cloud: withProfiles })) {
      const allowed: readonly string[] = permissions[permission].roles
      expect(opens({ roles: [role], status: 'active' }, permission)).toBe(allowed.includes(role))
    }
  })

  test('R-167 Settings has a business profile only where the cloud has them', () => {
    const hrefs = (isOn: boolean) =>
      sectionsOf({ kind: 'direct_bill', cloud: { ...withProfiles, businessProfile: { isOn } } }).map(
        ({ href }) => href,
      )
    expect(hrefs(true)).toContain('/settings/business-profile')
    expect(hrefs(false)).not.toContain('/settings/business-profile')
  })

  test('R-125 R-126 R-130 a reseller finds its providers, a provider its resellers, and no other kind either', () => {
    const indirect = (kind: PartnerKind, role: PartnerRole = 'global_admin') =>
      hrefsFor([role], 'active', kind).filter((href) => href.startsWith('/indirect'))
    expect(indirect('indirect_provider')).toEqual(['/indirect-resellers'])
    expect(indirect('indirect_reseller')).toEqual(['/indirect-providers'])
    expect(indirect('direct_bill')).toEqual([])
    expect(indirect('indirect_provider', 'helpdesk_agent')).toEqual([])
  })

  test('§4.11 only a cloud with referrals has their page', () => {
    const pages = (isOn: boolean) =>
      navigationFor({
        ...{ roles: ['sales_agent'], status: 'active', kind: 'direct_bill' },
        cloud: { ...withProfiles, referrals: { isOn } },
      }).map(({ href }) => href)
    expect(pages(true)).toContain('/referrals')
    expect(pages(false)).not.toContain('/referrals')
  })

  test('§4.2 a company that is still enrolling, or is no longer a partner, sees no customers and no users', () => {
    for (const status of ['enrolling', 'deauthorised'] as const) {
      expect(hrefsFor(['global_admin', 'admin_agent'], status)).not.toContain('/customers')
      expect(opens({ roles: ['global_admin'], status }, 'users.view')).toBe(false)
    }
  })
})
