import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testCloud } from '../../testing/cloud.ts'
import type { Cloud, RequestRules } from '../core/cloud.ts'
import type { PartnerStanding } from '../core/organisation.ts'
import { partnerRoles } from '../core/role.ts'
import { choosePrivileges, mayAuthorLinks, mayHandOut, openLink } from './relationship-link.ts'

const cloudWith = (rules: Partial<RequestRules>): Cloud => ({
  ...testCloud,
  requests: { ...testCloud.requests, ...rules },
})
const revokedAt = new Date('2025-01-01T00:00:00Z')

const services = ['mail']
const active: PartnerStanding = { status: 'active', privilegesFrozenAt: null }
const suspended: PartnerStanding = { status: 'suspended', privilegesFrozenAt: null }

describe('opening a relationship link', () => {
  test.each([
    ['live', { link: { version: 2, revokedAt: null }, tokenVersion: 2, parties: [{ ...active, services }] }],
    ['link_unknown', { link: undefined, tokenVersion: 1, parties: [{ ...active, services }] }],
    [
      'link_unknown',
      { link: { version: 2, revokedAt: null }, tokenVersion: 3, parties: [{ ...active, services }] },
    ],
    [
      'link_revoked',
      { link: { version: 2, revokedAt: null }, tokenVersion: 1, parties: [{ ...active, services }] },
    ],
    [
      'link_revoked',
      { link: { version: 2, revokedAt }, tokenVersion: 2, parties: [{ ...active, services }] },
    ],
    [
      'link_revoked',
      { link: { version: 2, revokedAt }, tokenVersion: 2, parties: [{ ...suspended, services }] },
    ],
    [
      'partner_not_active',
      { link: { version: 2, revokedAt: null }, tokenVersion: 2, parties: [{ ...suspended, services }] },
    ],
  ] as const)('answers %s to %o', (answer, input) => {
    const result = openLink(input)
    expect(result.ok ? result.value : result.refusal.code).toBe(answer)
  })

  test('R-150 a joint link opens for both of its parties or for neither; the provider needs no privileges', () => {
    const opens = (reseller: PartnerStanding, provider: PartnerStanding) =>
      openLink({
        ...{ link: { version: 1, revokedAt: null }, tokenVersion: 1, isPartnershipLive: true },
        parties: [
          { ...reseller, services },
          { ...provider, services: [] },
        ],
      }).ok
    const frozen = { ...active, privilegesFrozenAt: revokedAt }
    expect([opens(active, active), opens(active, frozen)]).toEqual([true, true])
    expect([opens(active, suspended), opens(suspended, active), opens(frozen, active)]).toEqual([
      false,
      false,
      false,
    ])
  })

  test('R-148 a joint link opens only while its partnership is live, and opens again with it', () => {
    const parties = [
      { ...active, services },
      { ...active, services: [] },
    ]
    const opens = (isPartnershipLive?: boolean) =>
      openLink({
        ...{ link: { version: 1, revokedAt: null }, tokenVersion: 1, parties },
        ...(isPartnershipLive !== undefined && { isPartnershipLive }),
      })
    const ended = { ok: false, refusal: { code: 'partnership_not_active' } }
    expect([opens(true), opens(false), opens()]).toEqual([{ ok: true, value: 'live' }, ended, ended])
  })

  const events = fc.constantFrom('opened', 'accepted', 'revoked', 'withdrawn', 'suspended', 'reactivated')

  test('R-052 §4.6 in any history the newest link works until it is revoked, however often it was used', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), (history) => {
        const link = { version: 1, revokedAt: null as Date | null }
        let status: PartnerStanding['status'] = 'active'
        for (const event of history) {
          if (event === 'revoked') link.version++
          if (event === 'withdrawn') link.revokedAt = revokedAt
          if (event === 'suspended') status = 'suspended'
          if (event === 'reactivated') status = 'active'
        }
        const answers = Array.from({ length: link.version }, (_, at) =>
          openLink({ link, tokenVersion: at + 1, parties: [{ status, privilegesFrozenAt: null, services }] }),
        )
        const newest = answers.pop()
        const isGood = !history.includes('withdrawn') && status === 'active'
        expect(newest?.ok).toBe(isGood)
        for (const older of answers) expect(older).toEqual({ ok: false, refusal: { code: 'link_revoked' } })
      }),
    )
  })
})

test('D-06 any role may hand out a plain link; one that asks for privileges only where that is allowed to be chosen', () => {
  const withoutChoice = cloudWith({ privilegesChoice: false })
  for (const role of partnerRoles) {
    expect(mayHandOut(testCloud, [role], false)).toBe(true)
    expect(mayHandOut(testCloud, [role], true)).toBe(role === 'admin_agent')
    expect(mayHandOut(withoutChoice, [role], true)).toBe(true)
  }
  expect(mayHandOut(testCloud, [], true)).toBe(false)
})

test('§4.8 while privileges are frozen, a link that asks for them neither opens nor is handed out; a plain one does', () => {
  const partner = { ...active, privilegesFrozenAt: revokedAt }
  const open = (asking: boolean) =>
    openLink({
      ...{ link: { version: 1, revokedAt: null }, tokenVersion: 1 },
      parties: [{ ...partner, services: asking ? services : [] }],
    })
  expect(open(true)).toEqual({ ok: false, refusal: { code: 'partner_not_active' } })
  expect(open(false).ok).toBe(true)
  const frozen = { ok: false, refusal: { code: 'privileges_frozen' } }
  expect(choosePrivileges(testCloud, ['admin_agent'], true, partner)).toEqual(frozen)
  expect(choosePrivileges(testCloud, ['admin_agent'], undefined, partner)).toEqual({ ok: true, value: false })
  expect(choosePrivileges(testCloud, ['sales_agent'], true, partner)).toMatchObject({
    refusal: { code: 'missing_permission' },
  })
  expect(
    choosePrivileges(cloudWith({ privilegesChoice: false }), ['admin_agent'], undefined, partner),
  ).toEqual(frozen)
})

describe('who makes links', () => {
  const isAllowed = (cloud: typeof testCloud, kind: Parameters<typeof mayAuthorLinks>[1]) =>
    mayAuthorLinks(cloud, kind).ok

  test('a partner that may make links gets a plain yes', () => {
    expect(mayAuthorLinks(testCloud, 'direct_bill')).toEqual({ ok: true, value: true })
  })

  test('R-006 R-169 every kind of partner where the request is on', () => {
    expect(isAllowed(testCloud, 'direct_bill')).toBe(true)
    expect(isAllowed(testCloud, 'indirect_provider')).toBe(true)
    expect(isAllowed(testCloud, 'indirect_reseller')).toBe(true)
  })

  test('D-05 where only providers do, resellers do not', () => {
    const cloud = cloudWith({ linkAuthors: 'providerOnly' })
    expect(isAllowed(cloud, 'direct_bill')).toBe(true)
    expect(isAllowed(cloud, 'indirect_provider')).toBe(true)
    expect(mayAuthorLinks(cloud, 'indirect_reseller')).toEqual({
      ok: false,
      refusal: { code: 'feature_off' },
    })
  })

  test('R-146 D-05 the joint ones are made by the reseller or, where links are the provider’s, by the provider', () => {
    const kinds = ['direct_bill', 'indirect_reseller', 'indirect_provider'] as const
    const authors = (cloud: Cloud) => kinds.filter((kind) => mayAuthorLinks(cloud, kind, true).ok)
    expect(authors(testCloud)).toEqual(['indirect_reseller'])
    expect(authors(cloudWith({ linkAuthors: 'providerOnly' }))).toEqual(['indirect_provider'])
    expect(authors({ ...testCloud, indirect: { isOn: false } })).toEqual([])
    expect(authors(cloudWith({ isOn: false }))).toEqual([])
  })

  test('nobody where the request is off', () => {
    expect(isAllowed(cloudWith({ isOn: false }), 'direct_bill')).toBe(false)
  })
})

describe('D-06 privileges in a link', () => {
  test.each(partnerRoles)('where they are a choice, only an admin agent includes them: %s', (role) => {
    const result = choosePrivileges(testCloud, [role], true, active)
    expect(result).toEqual(
      role === 'admin_agent'
        ? { ok: true, value: true }
        : {
            ok: false,
            refusal: {
              code: 'missing_permission',
              permission: 'relationship_request.include_privileges',
              roles: ['admin_agent'],
            },
          },
    )
  })

  test.each([
    [['admin_agent'], undefined, true],
    [['sales_agent', 'admin_agent'], undefined, true],
    [['sales_agent'], undefined, false],
    [['admin_agent'], false, false],
    [['sales_agent'], false, false],
  ] as const)('%o who chose %o gets %o', (roles, wanted, value) => {
    expect(choosePrivileges(testCloud, roles, wanted, active)).toEqual({ ok: true, value })
  })

  test('where there is no choice, every link asks for them', () => {
    const cloud = cloudWith({ privilegesChoice: false })
    expect(choosePrivileges(cloud, ['sales_agent'], undefined, active)).toEqual({ ok: true, value: true })
    expect(choosePrivileges(cloud, ['sales_agent'], true, active)).toEqual({ ok: true, value: true })
    expect(choosePrivileges(cloud, ['admin_agent'], false, active)).toEqual({
      ok: false,
      refusal: { code: 'feature_off' },
    })
  })
})
