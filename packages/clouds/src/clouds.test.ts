import type { Id } from '@entente/domain/core/id'
import { locales } from '@entente/domain/core/locale'
import { countryCodes } from '@entente/domain/core/organisation'
import { decideAcceptance } from '@entente/domain/relationship/acceptance'
import { partiesOf } from '@entente/domain/relationship/relationship-link'
import { describe, expect, test } from 'vitest'
import { cloudIds, cloudOf } from './clouds.ts'
import { isLegible } from './legible.ts'

const clouds = cloudIds.map(cloudOf)

describe.each(clouds)('the cloud $id', (cloud) => {
  test('is found by its id', () => {
    expect(cloudOf(cloud.id)).toBe(cloud)
  })

  test('R-018 has one link in its draft, which can be neither changed nor removed', () => {
    const links = cloud.requests.draft.paragraphs.filter(({ kind }) => kind === 'link')
    expect(links).toEqual([{ key: 'link', kind: 'link', editable: false, removable: false }])
  })

  test('names each paragraph and each service once', () => {
    const paragraphs = cloud.requests.draft.paragraphs.map(({ key }) => key)
    for (const names of [paragraphs, cloud.services.map(({ id }) => id)])
      expect(new Set(names).size).toBe(names.length)
  })

  test('has at least one service, and one paragraph that appears only with privileges', () => {
    expect(cloud.services.length).toBeGreaterThan(0)
    const { paragraphs } = cloud.requests.draft
    const conditional = paragraphs.filter(({ onlyWithPrivileges }) => onlyWithPrivileges)
    expect(conditional.map(({ key }) => key)).toEqual(['privileges'])
  })

  test('R-175 R-176 offers every language, its own first', () => {
    expect([...cloud.locales].sort()).toEqual([...locales].sort())
    expect(cloud.locales[0]).toBe(cloud.defaultLocale)
  })

  test('R-003 has an admin portal for each service, on hosts of its own', () => {
    const own = cloud.services.map(({ portal }) => new URL(portal))
    for (const { protocol, href } of own) expect([protocol, href.endsWith('/')]).toEqual(['https:', true])
    const others = clouds.filter(({ id }) => id !== cloud.id).flatMap(({ services }) => services)
    const hosts = others.map(({ portal }) => new URL(portal).host)
    expect(own.filter(({ host }) => hosts.includes(host))).toEqual([])
  })

  test('R-065 D-10 has agreements with a name, a version and an address', () => {
    for (const agreement of [cloud.agreements.customer, cloud.agreements.partner]) {
      expect(agreement.name).not.toBe('')
      expect(agreement.version).toMatch(/^\d{4}-\d{2}$/)
      expect(new URL(agreement.url).protocol).toBe('https:')
    }
  })

  test('has a time zone and countries that exist', () => {
    expect(() => new Intl.DateTimeFormat('en', { timeZone: cloud.timeZone })).not.toThrow()
    expect(countryCodes).toEqual(expect.arrayContaining(cloud.customers.countries ?? []))
  })

  test('has an accent that is legible as text and under text, in light and dark', () => {
    expect(isLegible('light', cloud.accent.light)).toBe(true)
    expect(isLegible('dark', cloud.accent.dark)).toBe(true)
  })
})

test('R-177 no two clouds share a name or an accent', () => {
  for (const facts of [clouds.map(({ name }) => name), clouds.map(({ accent }) => accent.light)])
    expect(new Set(facts).size).toBe(cloudIds.length)
})

test('R-006 D-04 every cloud has the request', () => {
  expect(clouds.map(({ requests }) => requests.isOn)).toEqual(cloudIds.map(() => true))
})

test.each(clouds)(
  'D-04 in the cloud $id a customer accepts a second partner for the free services',
  (cloud) => {
    const partnerId = '018f0000-0000-7000-8000-000000000001' as Id<'organisation'>
    const other = '018f0000-0000-7000-8000-000000000002' as Id<'organisation'>
    const [held = '', ...free] = cloud.services.map(({ id }) => id)
    const keeping = { service: held, choice: 'keep' as const, holderSeen: other }
    const granting = free.map((service) => ({ service, choice: 'grant' as const, holderSeen: null }))
    const link = { partnerId, providerId: null, withPrivileges: true }
    const accepted = decideAcceptance({
      cloud,
      parties: partiesOf(cloud, link).map((party) => ({ ...party, relationship: undefined })),
      customer: { country: cloud.customers.countries?.[0] ?? 'IE' },
      actor: { roles: ['global_admin'] },
      grants: [{ service: held, partnerId: other }],
      posted: {
        agreement: { accepted: true, version: cloud.agreements.customer.version },
        services: [keeping, ...granting],
      },
    })
    const grants = free.map((service) => ({ service, from: null }))
    expect(accepted).toMatchObject({ ok: true, value: { result: 'accepted', parties: [{ grants }] } })
  },
)

describe('the rules that differ (§3.2, §3.6)', () => {
  const on = (has: (cloud: (typeof clouds)[number]) => boolean) => clouds.filter(has).map(({ id }) => id)

  test('only the global cloud lets a partner choose privileges', () => {
    expect(on((cloud) => cloud.requests.privilegesChoice)).toEqual(['global'])
  })

  test('R-047 only 21Vianet never opens the mail application', () => {
    expect(on((cloud) => !cloud.requests.openInMailApp)).toEqual(['china-21vianet'])
  })

  test('R-047 R-021 only 21Vianet sends nothing for partners', () => {
    expect(on((cloud) => !cloud.requests.sendForMe)).toEqual(['china-21vianet'])
  })

  test('§3.4 only Germany takes no new customers', () => {
    expect(on((cloud) => !cloud.customers.newAllowed)).toEqual(['germany'])
  })

  test('R-008 R-065 21Vianet has agreements of its own', () => {
    const own = cloudOf('china-21vianet').agreements
    const others = clouds.filter(({ id }) => id !== 'china-21vianet').map(({ agreements }) => agreements)
    const names = others.flatMap(({ customer, partner }) => [customer.name, partner.name])
    for (const { name } of [own.customer, own.partner]) expect(names).not.toContain(name)
    expect(own.partner.url).toBe('https://www.21vbluecloud.com/office365/ResellerAgr/')
  })

  test('D-05 only in 21Vianet the provider alone makes links', () => {
    expect(on((cloud) => cloud.requests.linkAuthors === 'providerOnly')).toEqual(['china-21vianet'])
  })

  test('FIPS 140 only US Government hashes passwords without Argon2id', () => {
    const others = clouds.filter(({ passwordHash }) => passwordHash.algorithm !== 'argon2id')
    expect(others.map(({ id, passwordHash }) => [id, passwordHash])).toEqual([
      ['us-government', { algorithm: 'pbkdf2_sha256', iterations: 600_000 }],
    ])
  })

  test('D-31 only US Government has no indirect model', () => {
    expect(on((cloud) => !cloud.indirect.isOn)).toEqual(['us-government'])
  })

  test('R-167 D-04 only US Government has no business profiles', () => {
    expect(on((cloud) => !cloud.businessProfile.isOn)).toEqual(['us-government'])
  })

  test('§4.11 only US Government has no referrals', () => {
    expect(on((cloud) => !cloud.referrals.isOn)).toEqual(['us-government'])
  })

  test('D-01 privileges outlive a removed relationship everywhere', () => {
    expect(on((cloud) => cloud.removal.privileges === 'keep')).toEqual(cloudIds)
  })

  test('D-34 nothing that is live blocks a removal anywhere', () => {
    expect(on((cloud) => cloud.removal.liveItems === 'confirm')).toEqual(cloudIds)
  })

  test('D-31 who may enrol follows from the indirect model', () => {
    for (const { indirect, enrolment } of clouds)
      expect(enrolment.kinds.some((kind) => kind !== 'direct_bill')).toBe(indirect.isOn)
  })

  test('§3.3 a company of any country may enrol, except where the cloud names its countries', () => {
    const own = clouds.map(({ id, enrolment }) => [id, enrolment.countries])
    expect(Object.fromEntries(own)).toEqual({
      global: null,
      'us-government': ['US'],
      germany: null,
      'china-21vianet': ['CN'],
    })
  })

  test('R-083 a review takes weeks only in 21Vianet', () => {
    expect(on((cloud) => cloud.enrolment.reviewTime === 'weeks')).toEqual(['china-21vianet'])
  })

  test('R-182 in the global cloud an indirect reseller is asked for nothing that only billing needs', () => {
    const { checklists } = cloudOf('global').enrolment
    expect(checklists.indirect_reseller).not.toContain('credit_check')
    expect(checklists.direct_bill).toContain('credit_check')
  })

  test('R-076 R-079 R-081 every checklist has the usual parts, each once', () => {
    for (const { enrolment } of clouds)
      for (const list of Object.values(enrolment.checklists)) {
        expect(list).toEqual(
          expect.arrayContaining([
            'work_account',
            'membership',
            'legal_profile',
            'primary_contact',
            'support',
          ]),
        )
        expect(new Set(list).size).toBe(list.length)
      }
  })

  test('D-23 §3.3 each cloud says where colleagues are managed', () => {
    expect(on((cloud) => cloud.users.passwordReset === 'byAdmin')).toEqual(['global'])
    expect(on((cloud) => cloud.users.passwordReset === 'selfServiceOnly')).toEqual(['china-21vianet'])
    expect(on((cloud) => !cloud.users.rolesEditable)).toEqual(['us-government', 'germany'])
  })

  test('R-003 §3.1 Azure opens in the portal of its cloud', () => {
    const azure = clouds.map(({ id, services }) => [id, services.find((one) => one.id === 'azure')?.portal])
    expect(Object.fromEntries(azure)).toEqual({
      global: 'https://portal.azure.com/',
      'us-government': 'https://portal.azure.us/',
      germany: 'https://portal.microsoftazure.de/',
      'china-21vianet': undefined,
    })
  })

  test('D-12 the global cloud has four product families; 21Vianet sells no Azure here', () => {
    const services = (id: (typeof cloudIds)[number]) => cloudOf(id).services.map((service) => service.id)
    expect(services('global')).toEqual(['microsoft-365', 'azure', 'dynamics-365', 'intune'])
    expect(services('china-21vianet')).not.toContain('azure')
  })

  test('R-017 R-048 D-13 the whole text may be edited, in 21Vianet only its first two paragraphs', () => {
    const texts = (id: (typeof cloudIds)[number]) =>
      cloudOf(id).requests.draft.paragraphs.filter(({ kind }) => kind === 'text')
    for (const id of ['global', 'us-government', 'germany'] as const)
      expect(texts(id).every(({ editable, removable }) => editable && removable)).toBe(true)
    const free = texts('china-21vianet').map(({ editable, removable }) => [editable, removable])
    expect(free).toEqual([
      [true, true],
      [true, true],
      [false, false],
      [false, false],
      [false, false],
    ])
  })
})
