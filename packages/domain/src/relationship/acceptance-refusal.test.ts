import { describe, expect, test } from 'vitest'
import { accepting, grantEverything, posting, row } from '../../testing/acceptance.ts'
import { testCloud } from '../../testing/cloud.ts'
import { fabrikam, litware } from '../../testing/organisations.ts'
import { decideAcceptance } from './acceptance.ts'

describe('a refused acceptance', () => {
  const onlyGermany = { ...testCloud, customers: { ...testCloud.customers, countries: ['DE'] } }
  const held = [{ service: 'mail', partnerId: fabrikam }]
  const others = [row('compute', 'skip'), row('devices', 'skip')]
  const cases: [string, Parameters<typeof accepting>[0], object][] = [
    [
      'R-022 D-08 by a person without the role',
      { actor: { roles: ['user'] } },
      {
        code: 'missing_permission',
        permission: 'invitation.decide',
        roles: ['global_admin', 'relationship_manager'],
      },
    ],
    ['by a role of another audience', { actor: { roles: ['admin_agent'] } }, { code: 'missing_permission' }],
    [
      'of a country that the cloud does not serve',
      { cloud: onlyGermany, customer: { country: 'FR' } },
      { code: 'country_not_allowed', country: 'FR' },
    ],
    [
      'without the tick',
      { posted: { agreement: { accepted: false, version: '2' }, services: grantEverything } },
      { code: 'agreement_not_accepted' },
    ],
    [
      'of an agreement that changed',
      { posted: { agreement: { accepted: true, version: '1' }, services: grantEverything } },
      { code: 'agreement_changed' },
    ],
    [
      'that leaves out a service',
      { posted: posting(...grantEverything.slice(1)) },
      { code: 'services_invalid' },
    ],
    ['that names no service', { posted: posting() }, { code: 'services_invalid' }],
    [
      'that names one twice',
      { posted: posting(row('mail', 'grant'), row('mail', 'skip'), row('compute', 'grant')) },
      { code: 'services_invalid' },
    ],
    [
      'of one service too many',
      { posted: posting(...grantEverything, row('mail', 'grant')) },
      { code: 'services_invalid' },
    ],
    [
      'of an unknown service',
      { posted: posting(row('mail', 'grant'), row('compute', 'grant'), row('storage', 'grant')) },
      { code: 'services_invalid' },
    ],
    [
      'that slips a service into a link without privileges',
      { link: { withPrivileges: false } },
      { code: 'services_invalid' },
    ],
    [
      'that moves a free service',
      { posted: posting(row('mail', 'move'), ...others) },
      { code: 'services_invalid' },
    ],
    [
      'R-057 that grants a service that another partner holds',
      { grants: held, posted: posting(row('mail', 'grant', fabrikam), ...others) },
      { code: 'services_invalid' },
    ],
    [
      'R-057 of a service that was taken meanwhile',
      { grants: held, posted: posting(row('mail', 'grant'), ...others) },
      { code: 'holders_changed' },
    ],
    [
      'of a service that became free meanwhile',
      { posted: posting(row('mail', 'move', fabrikam), ...others) },
      { code: 'holders_changed' },
    ],
    [
      'of a service that moved on to a third partner meanwhile',
      { grants: held, posted: posting(row('mail', 'move', litware), ...others) },
      { code: 'holders_changed' },
    ],
    [
      'even where the changed service would only be kept',
      {
        grants: held,
        posted: posting(row('mail', 'keep', litware), row('compute', 'grant'), row('devices', 'grant')),
      },
      { code: 'holders_changed' },
    ],
  ]

  test.each(cases)('%s', (_, changes, refusal) => {
    expect(decideAcceptance(accepting(changes))).toMatchObject({ ok: false, refusal })
  })

  test('names the first reason: role, country, tick, version, services, holders', () => {
    const worst = accepting({
      cloud: onlyGermany,
      customer: { country: 'FR' },
      actor: { roles: ['user'] },
      grants: held,
      posted: { agreement: { accepted: false, version: '1' }, services: [] },
    })
    const roles = { actor: { roles: ['global_admin'] } } as const
    const country = { ...roles, customer: { country: 'DE' } }
    const tick = { ...country, posted: { agreement: { accepted: true, version: '1' }, services: [] } }
    const version = { ...country, posted: posting() }
    const services = { ...country, posted: posting(...grantEverything) }
    const reasons = [{}, roles, country, tick, version, services].map((repaired) => {
      const result = decideAcceptance({ ...worst, ...repaired })
      return result.ok ? 'accepted' : result.refusal.code
    })
    expect(reasons).toEqual([
      'missing_permission',
      'country_not_allowed',
      'agreement_not_accepted',
      'agreement_changed',
      'services_invalid',
      'holders_changed',
    ])
  })
})
