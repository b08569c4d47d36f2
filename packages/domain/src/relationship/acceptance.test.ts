import { describe, expect, test } from 'vitest'
import { accepting, posting, row } from '../../testing/acceptance.ts'
import { testCloud } from '../../testing/cloud.ts'
import { applyAcceptance } from '../../testing/customer-state.ts'
import { contoso, fabrikam, litware } from '../../testing/organisations.ts'
import { acceptInvitationInput, decideAcceptance, reviewServices } from './acceptance.ts'

describe('accepting for the first time', () => {
  test('R-023 creates the relationship and every ticked grant', () => {
    expect(decideAcceptance(accepting())).toEqual({
      ok: true,
      value: {
        relationship: { change: 'create', status: 'active' },
        grants: [
          { service: 'mail', from: null },
          { service: 'compute', from: null },
          { service: 'devices', from: null },
        ],
        result: 'accepted',
      },
    })
  })

  test('R-004 R-026 beside another partner: kept services stay, moved ones name the partner they leave, skipped ones stay free', () => {
    const grants = [
      { service: 'mail', partnerId: fabrikam },
      { service: 'compute', partnerId: litware },
    ]
    const posted = posting(
      row('devices', 'skip'),
      row('compute', 'move', litware),
      row('mail', 'keep', fabrikam),
    )
    expect(decideAcceptance(accepting({ grants, posted }))).toEqual({
      ok: true,
      value: {
        relationship: { change: 'create', status: 'active' },
        grants: [{ service: 'compute', from: litware }],
        result: 'accepted',
      },
    })
  })

  test('a link without privileges makes the relationship only', () => {
    const link = { partnerId: contoso, withPrivileges: false }
    expect(decideAcceptance(accepting({ link, posted: posting() }))).toEqual({
      ok: true,
      value: { relationship: { change: 'create', status: 'active' }, grants: [], result: 'accepted' },
    })
  })
})

describe('accepting again', () => {
  const active = { status: 'active' } as const
  const everythingHeld = testCloud.services.map(({ id }) => ({ service: id, partnerId: contoso }))

  test('R-052 while everything is in place is a no-op, whatever was posted about services it holds', () => {
    const posted = posting(
      row('mail', 'grant'),
      row('compute', 'move', litware),
      row('devices', 'keep', contoso),
    )
    expect(decideAcceptance(accepting({ relationship: active, grants: everythingHeld, posted }))).toEqual({
      ok: true,
      value: {
        relationship: { change: 'unchanged', status: 'active' },
        grants: [],
        result: 'already_partner',
      },
    })
  })

  test('R-005 R-038 restores what the customer took away, but only when the customer chooses it again', () => {
    const grants = everythingHeld.filter(({ service }) => service !== 'compute')
    const restoring = accepting({ relationship: active, grants })
    expect(decideAcceptance(restoring)).toEqual({
      ok: true,
      value: {
        relationship: { change: 'unchanged', status: 'active' },
        grants: [{ service: 'compute', from: null }],
        result: 'restored',
      },
    })
    const posted = posting(row('mail', 'keep'), row('compute', 'skip'), row('devices', 'keep'))
    expect(decideAcceptance({ ...restoring, posted })).toMatchObject({
      value: { grants: [], result: 'already_partner' },
    })
  })

  test('R-161 after a removal reinstates the same relationship', () => {
    expect(
      decideAcceptance(accepting({ relationship: { status: 'removed' }, grants: everythingHeld })),
    ).toEqual({
      ok: true,
      value: { relationship: { change: 'reinstate', status: 'active' }, grants: [], result: 'restored' },
    })
  })
})

test('a cloud without a list of countries serves every country', () => {
  expect(decideAcceptance(accepting({ customer: { country: 'BR' } })).ok).toBe(true)
})

describe('R-180 the rows of the review page', () => {
  const grants = [
    { service: 'mail', partnerId: fabrikam },
    { service: 'devices', partnerId: contoso },
  ]

  test('name every service with its holder', () => {
    expect(reviewServices(testCloud, true, contoso, grants)).toEqual([
      { service: 'mail', name: 'Mail', state: 'held_by_other', holder: fabrikam },
      { service: 'compute', name: 'Compute', state: 'free', holder: null },
      { service: 'devices', name: 'Devices', state: 'already_yours', holder: contoso },
    ])
  })

  test('are empty when the link asks for no privileges', () => {
    expect(reviewServices(testCloud, false, contoso, grants)).toEqual([])
  })
})

describe('what the page posts', () => {
  const posted = {
    token: 't',
    agreement: { accepted: true, version: '2' },
    services: [row('mail', 'move', fabrikam)],
  }

  test('is accepted unchanged', () => {
    expect(acceptInvitationInput.parse(posted)).toEqual(posted)
  })

  test.each([
    ['an unknown choice', { ...posted, services: [{ ...posted.services[0], choice: 'take' }] }],
    [
      'a holder that is not an id',
      { ...posted, services: [{ ...posted.services[0], holderSeen: 'fabrikam' }] },
    ],
    ['a tick that is not a boolean', { ...posted, agreement: { accepted: 'on', version: '2' } }],
    ['more services than any cloud has', { ...posted, services: Array(51).fill(posted.services[0]) }],
  ])('is refused with %s', (_, wrong) => {
    expect(acceptInvitationInput.safeParse(wrong).success).toBe(false)
  })
})

test('applying an empty plan changes nothing', () => {
  const state = {
    relationships: new Map([[contoso, 'active' as const]]),
    grants: [{ service: 'mail', partnerId: fabrikam }],
  }
  expect(
    applyAcceptance(state, contoso, {
      relationship: { change: 'unchanged', status: 'active' },
      grants: [],
      result: 'already_partner',
    }),
  ).toEqual(state)
})
