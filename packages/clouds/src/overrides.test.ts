import type { CloudId } from '@entente/domain/core/cloud'
import { describe, expect, test } from 'vitest'
import { cloudOf } from './clouds.ts'
import { withOverrides } from './overrides.ts'

const overriding = (overrides: unknown, id: CloudId = 'global') =>
  withOverrides(cloudOf(id), JSON.stringify(overrides))

test('R-177 an empty file changes nothing', () => {
  expect(overriding({})).toEqual(cloudOf('global'))
})

test('§3.4 a field that is set replaces that of the cloud, and all others stay', () => {
  const [cloud, germany] = [cloudOf('global'), cloudOf('germany')]
  const agreement = { name: 'Contoso Agreement', version: '2027-01', url: 'https://contoso.test/agreement' }
  const portal = { name: 'Contoso', url: 'https://contoso.test/users' }
  expect(
    overriding({
      name: 'Contoso Cloud',
      accent: { light: '#123456' },
      services: { azure: { portal: 'https://azure.contoso.test/' } },
      agreements: { customer: agreement },
      customers: { newAllowed: false, tenantDomain: 'contoso.test', dataTrustee: 'Contoso Trust' },
      requests: { sendForMe: false, mailsPerDay: 1000 },
      referrals: { isOn: false },
      retention: { auditYears: 10 },
    }),
  ).toEqual({
    ...cloud,
    name: 'Contoso Cloud',
    accent: { ...cloud.accent, light: '#123456' },
    services: cloud.services.map((one) =>
      one.id === 'azure' ? { ...one, portal: 'https://azure.contoso.test/' } : one,
    ),
    agreements: { ...cloud.agreements, customer: agreement },
    customers: {
      ...{ ...cloud.customers, newAllowed: false },
      ...{ tenantDomain: 'contoso.test', dataTrustee: 'Contoso Trust' },
    },
    requests: { ...cloud.requests, sendForMe: false, mailsPerDay: 1000 },
    referrals: { isOn: false },
    retention: { ...cloud.retention, auditYears: 10 },
  })
  expect(overriding({ users: { portal } }, 'germany').users).toEqual({ ...germany.users, portal })
  expect(cloudOf('global').name).toBe('Entente Global')
})

describe('an error names the field and the reason', () => {
  test.each<[unknown, string]>([
    [[], 'the file must be an object'],
    [{ name: ' Contoso' }, 'name must be a name without spaces around it'],
    [{ name: 7 }, 'name must be a string'],
    [{ name: null }, 'name must be a string'],
    [{ id: 'germany' }, 'id cannot be changed by an override file'],
    [{ users: { rolesEditable: true } }, 'users.rolesEditable cannot be changed by an override file'],
    [{ passwordHash: {} }, 'passwordHash cannot be changed by an override file'],
    [{ accent: { light: 'blue' } }, 'accent.light must be a colour such as #2456c4'],
    [{ accent: { light: '#ffff00' } }, 'accent.light has too little contrast in the light theme'],
    [{ services: { azure: { portal: 'http://a.test' } } }, 'services.azure.portal must be an https address'],
    [{ services: { teams: {} } }, 'services.teams is no service of the cloud global'],
    [
      { agreements: { customer: { name: 'A', url: 'https://a.test' } } },
      'agreements.customer.version must be a string',
    ],
    [{ customers: { tenantDomain: 'Contoso' } }, 'customers.tenantDomain must be a domain such as'],
    [{ users: { portal: { name: 'A', url: 'https://a.test' } } }, 'users.portal cannot be set'],
    [{ retention: { auditYears: 0 } }, 'retention.auditYears must be a whole number from 1 to 30'],
    [{ retention: { sessionsDays: 1.5 } }, 'retention.sessionsDays must be a whole number from 1 to 3660'],
    [
      { retention: { auditYears: 6 } },
      'retention.auditYears must be at least 7, as the cloud global asks for',
    ],
    [{ retention: { attestationYears: 1 } }, 'retention.attestationYears must be at least 7'],
    [{ requests: { mailsPerDay: 20 } }, 'requests.mailsPerDay must be a whole number from 60 to 5000'],
    [{ referrals: { isOn: 'no' } }, 'referrals.isOn must be true or false'],
  ])('%j', (overrides, says) => {
    expect(() => overriding(overrides)).toThrow(says)
  })

  test('every wrong field at once, and a file that is no JSON', () => {
    expect(() => overriding({ name: '', retention: { auditYears: 'ten' }, locales: [] })).toThrow(
      /^name .*\nretention\.auditYears .*\nlocales cannot be changed by an override file$/s,
    )
    expect(() => withOverrides(cloudOf('global'), '{')).toThrow('the file is not valid JSON')
  })
})

test('R-047 no file turns on what the cloud does not have', () => {
  const flags = { requests: { openInMailApp: true, sendForMe: true } }
  expect(overriding(flags)).toEqual(cloudOf('global'))
  expect(() => overriding(flags, 'china-21vianet')).toThrow(
    /^requests\.openInMailApp cannot be turned on.*\nrequests\.sendForMe cannot be turned on: the cloud china-21vianet does not have it$/,
  )
})
